//! `#[extension]`: methods for a type of another crate.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{FnArg, Ident, ImplItem, ItemImpl, Pat, Result, Visibility, parse_quote};

pub(crate) fn expand(name: Ident, mut block: ItemImpl) -> Result<TokenStream> {
    let mut signatures = Vec::new();
    for item in &mut block.items {
        let ImplItem::Fn(function) = item else {
            return Err(syn::Error::new_spanned(item, "#[extension] takes functions only"));
        };
        function.vis = Visibility::Inherited;
        let attributes = std::mem::take(&mut function.attrs);
        let mut signature = function.sig.clone();
        for input in &mut signature.inputs {
            // The trait's own parameters are no patterns.
            if let FnArg::Typed(argument) = input
                && let Pat::Ident(pattern) = &mut *argument.pat
            {
                pattern.mutability = None;
            }
        }
        signatures.push(quote!(#(#attributes)* #signature;));
    }
    let (target, generics) = (&block.self_ty, &block.generics);
    let items = &block.items;
    let implementation: ItemImpl = parse_quote!(impl #generics #name for #target { #(#items)* });
    Ok(quote! {
        pub(crate) trait #name: Sized { #(#signatures)* }
        #implementation
    })
}
