//! Attribute macros for method tables: argument unpacking and table rows, nothing clever.
//!
//! `#[methods] mod py { .. }` turns functions marked `#[method("($self, item, /)")]`, `#[classmethod(..)]`,
//! `#[staticmethod(..)]`, `#[function("(x, /)")]`, `#[getter]`, `#[member]` and `#[setter]` into the visible tables `METHODS` and `GETSETS` beside the
//! module. The signature is written as Python writes it, and doubles as `__text_signature__`; the Rust parameter types say how each
//! argument is converted. `#[derive(Trace)]` shows a payload's fields to the collector.

mod extension;
mod methods;
mod signature;
mod trace;

use proc_macro::TokenStream;

/// See the crate's documentation.
#[proc_macro_attribute]
pub fn methods(_attribute: TokenStream, item: TokenStream) -> TokenStream {
    let module = syn::parse_macro_input!(item as syn::ItemMod);
    methods::expand(module).unwrap_or_else(|error| error.to_compile_error()).into()
}

/// `#[extension(Name)] impl Obj<T> { .. }`: methods for a pointer to a payload of this crate, as a trait `Name` that is in scope where it is
/// imported. The runtime's pointer type cannot get inherent methods from outside.
#[proc_macro_attribute]
pub fn extension(attribute: TokenStream, item: TokenStream) -> TokenStream {
    let name = syn::parse_macro_input!(attribute as syn::Ident);
    let block = syn::parse_macro_input!(item as syn::ItemImpl);
    extension::expand(name, block).unwrap_or_else(|error| error.to_compile_error()).into()
}

/// Implements `Trace` by visiting every field. A field marked `#[trace(skip)]` holds no references.
#[proc_macro_derive(Trace, attributes(trace))]
pub fn derive_trace(item: TokenStream) -> TokenStream {
    let input = syn::parse_macro_input!(item as syn::DeriveInput);
    trace::expand(input).unwrap_or_else(|error| error.to_compile_error()).into()
}
