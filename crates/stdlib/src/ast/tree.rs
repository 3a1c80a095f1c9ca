//! A syntax tree as plain data, between the parser's tree and Python's objects: a node's fields are in the order of its table row.

use taipan_bytecode::Const;

use super::table::Kind;

/// Where a node is: lines from 1, columns in bytes from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) line: i32,
    pub(super) column: i32,
    pub(super) end_line: i32,
    pub(super) end_column: i32,
}

impl Place {
    pub(super) const NONE: Place = Place { line: 0, column: 0, end_line: 0, end_column: 0 };

    pub(super) fn numbers(self) -> [i32; 4] {
        [self.line, self.column, self.end_line, self.end_column]
    }

    /// From the beginning of one to the end of another.
    pub(super) fn to(self, end: Place) -> Place {
        Place { end_line: end.end_line, end_column: end.end_column, ..self }
    }
}

#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) kind: Kind,
    pub(super) fields: Vec<Item>,
    pub(super) place: Place,
}

/// What a field holds.
#[derive(Clone, Debug)]
pub(super) enum Item {
    None,
    Node(Node),
    List(Vec<Item>),
    /// An identifier, or other text.
    Name(String),
    Int(i64),
    Const(Const),
}

impl Node {
    pub(super) fn new(kind: Kind, fields: Vec<Item>, place: Place) -> Node {
        debug_assert_eq!(kind.fields().count(), fields.len(), "{kind:?}");
        Node { kind, fields, place }
    }

    /// A node without fields and place: an operator or a context.
    pub(super) fn sign(kind: Kind) -> Item {
        Item::Node(Node { kind, fields: Vec::new(), place: Place::NONE })
    }

    /// A string constant; None for the empty one, which f-strings leave out.
    pub(super) fn text(bytes: Vec<u8>, place: Place) -> Node {
        Node::new(Kind::Constant, vec![Item::Const(Const::Str(bytes.into())), Item::None], place)
    }
}

impl From<Node> for Item {
    fn from(node: Node) -> Item {
        Item::Node(node)
    }
}

impl<T: Into<Item>> From<Option<T>> for Item {
    fn from(item: Option<T>) -> Item {
        item.map_or(Item::None, Into::into)
    }
}

impl From<String> for Item {
    fn from(text: String) -> Item {
        Item::Name(text)
    }
}

/// A list field.
pub(super) fn list<T: Into<Item>>(items: impl IntoIterator<Item = T>) -> Item {
    Item::List(items.into_iter().map(Into::into).collect())
}
