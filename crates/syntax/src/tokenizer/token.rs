//! What the tokenizer hands to the recognizer.

/// The type of a token. Keywords are types of their own; soft keywords are names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum T {
    EndMarker,
    Newline,
    Indent,
    Dedent,
    /// The tokenizer stopped; its state says why.
    Error,
    Name,
    Number,
    Str,
    /// `f"`, `t"` and what follows up to the closing quote.
    FormatStart,
    FormatMiddle,
    FormatEnd,
    TemplateStart,
    TemplateMiddle,
    TemplateEnd,

    LPar,
    RPar,
    LSqb,
    RSqb,
    LBrace,
    RBrace,
    Colon,
    Comma,
    Semi,
    Plus,
    Minus,
    Star,
    Slash,
    VBar,
    Amper,
    Less,
    Greater,
    Equal,
    Dot,
    Percent,
    EqEqual,
    /// `!=`, or the `<>` of April 2009.
    NotEqual,
    LessEqual,
    GreaterEqual,
    Tilde,
    Circumflex,
    LeftShift,
    RightShift,
    DoubleStar,
    PlusEqual,
    MinEqual,
    StarEqual,
    SlashEqual,
    PercentEqual,
    AmperEqual,
    VBarEqual,
    CircumflexEqual,
    LeftShiftEqual,
    RightShiftEqual,
    DoubleStarEqual,
    DoubleSlash,
    DoubleSlashEqual,
    At,
    AtEqual,
    RArrow,
    Ellipsis,
    ColonEqual,
    Exclamation,
    /// A character that is no operator, such as `$` or `?`.
    Op,
    /// Only for `tokenize`.
    Comment,
    /// A line end that ends no statement; only for `tokenize`.
    Nl,

    False,
    None,
    True,
    And,
    As,
    Assert,
    Async,
    Await,
    Break,
    Class,
    Continue,
    Def,
    Del,
    Elif,
    Else,
    Except,
    Finally,
    For,
    From,
    Global,
    If,
    Import,
    In,
    Is,
    Lambda,
    Nonlocal,
    Not,
    Or,
    Pass,
    Raise,
    Return,
    Try,
    While,
    With,
    Yield,
}

impl T {
    /// Layout tokens do not count when the end of a node is sought.
    pub(crate) fn is_layout(self) -> bool {
        matches!(self, Self::EndMarker | Self::Newline | Self::Indent | Self::Dedent)
    }

    /// The token is a piece of a string, whose place is where the literal began.
    pub(super) fn is_string(self) -> bool {
        matches!(
            self,
            Self::Str
                | Self::FormatStart
                | Self::FormatMiddle
                | Self::FormatEnd
                | Self::TemplateStart
                | Self::TemplateMiddle
                | Self::TemplateEnd
        )
    }
}

/// The keyword a name is, if it is one.
pub(super) fn keyword(name: &[u8]) -> T {
    match name {
        b"False" => T::False,
        b"None" => T::None,
        b"True" => T::True,
        b"and" => T::And,
        b"as" => T::As,
        b"assert" => T::Assert,
        b"async" => T::Async,
        b"await" => T::Await,
        b"break" => T::Break,
        b"class" => T::Class,
        b"continue" => T::Continue,
        b"def" => T::Def,
        b"del" => T::Del,
        b"elif" => T::Elif,
        b"else" => T::Else,
        b"except" => T::Except,
        b"finally" => T::Finally,
        b"for" => T::For,
        b"from" => T::From,
        b"global" => T::Global,
        b"if" => T::If,
        b"import" => T::Import,
        b"in" => T::In,
        b"is" => T::Is,
        b"lambda" => T::Lambda,
        b"nonlocal" => T::Nonlocal,
        b"not" => T::Not,
        b"or" => T::Or,
        b"pass" => T::Pass,
        b"raise" => T::Raise,
        b"return" => T::Return,
        b"try" => T::Try,
        b"while" => T::While,
        b"with" => T::With,
        b"yield" => T::Yield,
        _ => T::Name,
    }
}

/// An operator of one character.
pub(super) fn one_character(c: u8) -> T {
    match c {
        b'(' => T::LPar,
        b')' => T::RPar,
        b'[' => T::LSqb,
        b']' => T::RSqb,
        b'{' => T::LBrace,
        b'}' => T::RBrace,
        b':' => T::Colon,
        b',' => T::Comma,
        b';' => T::Semi,
        b'+' => T::Plus,
        b'-' => T::Minus,
        b'*' => T::Star,
        b'/' => T::Slash,
        b'|' => T::VBar,
        b'&' => T::Amper,
        b'<' => T::Less,
        b'>' => T::Greater,
        b'=' => T::Equal,
        b'.' => T::Dot,
        b'%' => T::Percent,
        b'~' => T::Tilde,
        b'^' => T::Circumflex,
        b'@' => T::At,
        b'!' => T::Exclamation,
        _ => T::Op,
    }
}

/// An operator of two characters.
pub(super) fn two_characters(c: u8, second: u8) -> Option<T> {
    Some(match (c, second) {
        (b'!', b'=') | (b'<', b'>') => T::NotEqual,
        (b'%', b'=') => T::PercentEqual,
        (b'&', b'=') => T::AmperEqual,
        (b'*', b'*') => T::DoubleStar,
        (b'*', b'=') => T::StarEqual,
        (b'+', b'=') => T::PlusEqual,
        (b'-', b'=') => T::MinEqual,
        (b'-', b'>') => T::RArrow,
        (b'/', b'/') => T::DoubleSlash,
        (b'/', b'=') => T::SlashEqual,
        (b':', b'=') => T::ColonEqual,
        (b'<', b'<') => T::LeftShift,
        (b'<', b'=') => T::LessEqual,
        (b'=', b'=') => T::EqEqual,
        (b'>', b'=') => T::GreaterEqual,
        (b'>', b'>') => T::RightShift,
        (b'@', b'=') => T::AtEqual,
        (b'^', b'=') => T::CircumflexEqual,
        (b'|', b'=') => T::VBarEqual,
        _ => return None,
    })
}

/// An operator of three characters, given what its first two make.
pub(super) fn three_characters(two: T, third: u8) -> Option<T> {
    Some(match (two, third) {
        (T::DoubleStar, b'=') => T::DoubleStarEqual,
        (T::DoubleSlash, b'=') => T::DoubleSlashEqual,
        (T::LeftShift, b'=') => T::LeftShiftEqual,
        (T::RightShift, b'=') => T::RightShiftEqual,
        _ => return None,
    })
}

/// Where something is: 1-based lines, 0-based columns in bytes. A column of -1 is a place that has none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) line: i32,
    pub(crate) column: i32,
    pub(crate) end_line: i32,
    pub(crate) end_column: i32,
}

impl Span {
    /// From the start of `self` to the end of `end`.
    pub(crate) fn to(self, end: Span) -> Span {
        Span { end_line: end.end_line, end_column: end.end_column, ..self }
    }
}

/// Small, since all the tokens of a source are kept.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub(crate) ty: T,
    /// It was read with a bracket open, itself included.
    pub(crate) in_brackets: bool,
    start: u32,
    end: u32,
    pub(crate) span: Span,
}

impl Token {
    pub(super) fn new(ty: T, text: std::ops::Range<usize>, span: Span, in_brackets: bool) -> Self {
        Self { ty, in_brackets, start: text.start as u32, end: text.end as u32, span }
    }

    /// Where its text is in the source.
    pub(crate) fn text(&self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    pub(crate) fn start(&self) -> usize {
        self.start as usize
    }

    /// With a last byte less of text, in the same place.
    pub(super) fn shortened(self) -> Self {
        Self { end: self.end - 1, ..self }
    }
}
