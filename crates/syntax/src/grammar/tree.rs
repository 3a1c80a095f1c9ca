//! The little of a tree that the error rules ask about: what a thing is, where it is, and some of its parts.

use super::Parser;
use crate::tokenizer::Span;

/// An index into `Parser::nodes`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Node(u32);

impl Node {
    /// The result of rules nobody asks about.
    pub(crate) const NONE: Node = Node(0);
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Not an expression.
    #[default]
    Other,
    Name,
    Attribute,
    Subscript,
    Starred,
    List,
    Tuple,
    Lambda,
    /// As the result of `args`, its parts are the positional arguments and `flag` says that there is a `**`.
    Call,
    BoolOp,
    BinOp,
    UnaryOp,
    GeneratorExp,
    Yield,
    Await,
    ListComp,
    SetComp,
    DictComp,
    Dict,
    Set,
    FString,
    TString,
    None,
    True,
    False,
    Ellipsis,
    Str,
    Bytes,
    Number,
    /// Its first part is the left operand; `flag` says that the first operator is `in`.
    Compare,
    IfExp,
    NamedExpr,
    Slice,
    /// One `for ... in ... if ...`; its only part is the last expression in it.
    Comprehension,
    /// A keyword argument; `flag` says that it is a `**`.
    Keyword,
}

impl Kind {
    /// What messages call it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Attribute => "attribute",
            Self::Subscript | Self::Slice => "subscript",
            Self::Starred => "starred",
            Self::List => "list",
            Self::Tuple => "tuple",
            Self::Lambda => "lambda",
            Self::Call => "function call",
            Self::BoolOp | Self::BinOp | Self::UnaryOp => "expression",
            Self::GeneratorExp => "generator expression",
            Self::Yield => "yield expression",
            Self::Await => "await expression",
            Self::ListComp => "list comprehension",
            Self::SetComp => "set comprehension",
            Self::DictComp => "dict comprehension",
            Self::Dict => "dict literal",
            Self::Set => "set display",
            Self::FString => "f-string expression",
            Self::TString => "t-string expression",
            Self::None => "None",
            Self::True => "True",
            Self::False => "False",
            Self::Ellipsis => "ellipsis",
            Self::Compare => "comparison",
            Self::IfExp => "conditional expression",
            Self::NamedExpr => "named expression",
            Self::Str | Self::Bytes | Self::Number | Self::Comprehension | Self::Keyword | Self::Other => "literal",
        }
    }
}

#[derive(Debug, Default)]
pub(crate) struct NodeData {
    pub(crate) kind: Kind,
    pub(crate) span: Span,
    pub(crate) parts: Vec<Node>,
    pub(crate) flag: bool,
}

impl Parser<'_> {
    pub(crate) fn data(&self, node: Node) -> &NodeData {
        &self.nodes[node.0 as usize]
    }

    pub(crate) fn kind(&self, node: Node) -> Kind {
        self.data(node).kind
    }

    pub(crate) fn span(&self, node: Node) -> Span {
        self.data(node).span
    }

    /// The spelling of a name.
    pub(crate) fn name_text(&self, node: Node) -> &str {
        let span = self.span(node);
        let found = self.tokens[..self.mark].iter().rev().find(|token| token.span == span);
        found.map_or("", |token| &self.tokenizer.source()[token.text()])
    }

    pub(crate) fn token_span(&self, at: usize) -> Span {
        self.tokens[at].span
    }

    fn add(&mut self, data: NodeData) -> Node {
        self.nodes.push(data);
        Node(self.nodes.len() as u32 - 1)
    }

    pub(crate) fn leaf(&mut self, kind: Kind, span: Span) -> Node {
        self.add(NodeData { kind, span, parts: Vec::new(), flag: false })
    }

    /// A node from the token at `start` to the last token that is not layout.
    pub(crate) fn node(&mut self, kind: Kind, start: usize, parts: Vec<Node>) -> Node {
        self.flagged(kind, start, parts, false)
    }

    pub(crate) fn flagged(&mut self, kind: Kind, start: usize, parts: Vec<Node>, flag: bool) -> Node {
        let span = self.span_from(start);
        self.add(NodeData { kind, span, parts, flag })
    }

    pub(crate) fn span_from(&self, start: usize) -> Span {
        let end = self.tokens[..self.mark].iter().rev().find(|token| !token.ty.is_layout());
        let from = self.tokens.get(start).map_or(Span::default(), |token| token.span);
        end.map_or(from, |end| from.to(end.span))
    }
}
