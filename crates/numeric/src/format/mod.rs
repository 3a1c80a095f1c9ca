//! The format mini-language (`format`, f-strings, `str.format`) and the number conversions of `%`.
//!
//! A formatted number comes out as a [`Field`], which knows its length before it is written: the runtime charges for it,
//! then writes it into its own string builder through [`Sink`], since the fill may be a lone surrogate.
//! What the digits themselves cost is bounded by [`Spec::size_bound`]: ask it before formatting.

mod complex;
mod float;
mod grouping;
mod int;
pub mod percent;
pub mod plain;
mod spec;
mod text;

#[cfg(test)]
mod tests;

pub use complex::complex;
pub use float::float;
pub use grouping::Locale;
pub use int::int;
pub use spec::{Align, Kind, Separator, Sign, Spec};
pub use text::{TextLayout, text};

/// Where formatted text goes. The runtime implements it for its string builder.
pub trait Sink {
    fn text(&mut self, text: &str);
    /// `count` times the same code point, which may be a surrogate.
    fn repeat(&mut self, code_point: u32, count: usize);
}

impl Sink for String {
    fn text(&mut self, text: &str) {
        self.push_str(text);
    }
    /// A surrogate becomes U+FFFD: a `String` cannot hold it.
    fn repeat(&mut self, code_point: u32, count: usize) {
        let c = char::from_u32(code_point).unwrap_or(char::REPLACEMENT_CHARACTER);
        self.extend(std::iter::repeat_n(c, count));
    }
}

/// What stands between the paddings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    Text(String),
    /// From the type `c`; may be a surrogate.
    CodePoint(u32),
}

/// A formatted field: `left` fills, the prefix (sign and `0x`), `inner` fills, the body, `right` fills.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    pub fill: u32,
    pub left: usize,
    pub prefix: String,
    pub inner: usize,
    pub body: Body,
    pub right: usize,
}

impl Field {
    /// Its length in code points.
    pub fn char_len(&self) -> usize {
        let body = match &self.body {
            Body::Text(t) => t.chars().count(),
            Body::CodePoint(_) => 1,
        };
        body.saturating_add(self.prefix.len())
            .saturating_add(self.left)
            .saturating_add(self.inner)
            .saturating_add(self.right)
    }

    pub fn write(&self, sink: &mut impl Sink) {
        if self.left > 0 {
            sink.repeat(self.fill, self.left);
        }
        sink.text(&self.prefix);
        if self.inner > 0 {
            sink.repeat(self.fill, self.inner);
        }
        match &self.body {
            Body::Text(t) => sink.text(t),
            Body::CodePoint(c) => sink.repeat(*c, 1),
        }
        if self.right > 0 {
            sink.repeat(self.fill, self.right);
        }
    }

    /// The whole field as a `String`; surrogates become U+FFFD.
    pub fn render(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    /// Pads `prefix` and `body` to the width of `spec`.
    fn pad(spec: &Spec, align: Align, prefix: String, body: Body, len: usize) -> Field {
        let missing = spec.width.unwrap_or(0).saturating_sub(len);
        let (left, inner, right) = match align {
            Align::Left => (0, 0, missing),
            Align::Right => (missing, 0, 0),
            Align::Center => (missing / 2, 0, missing - missing / 2),
            Align::AfterSign => (0, missing, 0),
        };
        Field { fill: spec.fill, left, prefix, inner, body, right }
    }
}
