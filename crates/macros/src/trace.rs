//! `#[derive(Trace)]`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Data, DeriveInput, Error, Field, Fields, Result};

pub(crate) fn expand(input: DeriveInput) -> Result<TokenStream> {
    let name = &input.ident;
    let (generics, type_generics, condition) = input.generics.split_for_impl();
    let path = quote!(::taipan_heap);
    let (trace, clear) = match &input.data {
        Data::Struct(data) => {
            let fields: Vec<_> = data
                .fields
                .iter()
                .enumerate()
                .filter(|(_, field)| !skipped(field))
                .map(|(index, field)| match &field.ident {
                    Some(ident) => quote!(#ident),
                    None => {
                        let index = syn::Index::from(index);
                        quote!(#index)
                    }
                })
                .collect();
            (
                quote!(#( #path::Trace::trace(&self.#fields, visit); )*),
                quote!(#( #path::Trace::clear(&mut self.#fields); )*),
            )
        }
        Data::Enum(data) => {
            let mut trace_arms = Vec::new();
            let mut clear_arms = Vec::new();
            for variant in &data.variants {
                let ident = &variant.ident;
                let names: Vec<_> = (0..variant.fields.len()).map(|index| format_ident!("field{index}")).collect();
                let pattern = match &variant.fields {
                    Fields::Named(fields) => {
                        let keys = fields.named.iter().map(|field| &field.ident);
                        quote!({ #( #keys: #names ),* })
                    }
                    Fields::Unnamed(_) => quote!(( #( #names ),* )),
                    Fields::Unit => quote!(),
                };
                let kept: Vec<_> = variant
                    .fields
                    .iter()
                    .zip(&names)
                    .filter(|(field, _)| !skipped(field))
                    .map(|(_, name)| name.clone())
                    .collect();
                let unused: Vec<_> = names.iter().filter(|name| !kept.contains(name)).collect();
                trace_arms.push(
                    quote!(#name::#ident #pattern => { #( let _ = #unused; )* #( #path::Trace::trace(#kept, visit); )* }),
                );
                clear_arms.push(
                    quote!(#name::#ident #pattern => { #( let _ = #unused; )* #( #path::Trace::clear(#kept); )* }),
                );
            }
            (quote!(match self { #( #trace_arms )* }), quote!(match self { #( #clear_arms )* }))
        }
        Data::Union(_) => return Err(Error::new_spanned(name, "a union cannot be traced")),
    };
    Ok(quote! {
        impl #generics #path::Trace for #name #type_generics #condition {
            #[allow(unused_variables, reason = "a payload may hold no references")]
            fn trace(&self, visit: &mut #path::Visitor<'_>) { #trace }
            fn clear(&mut self) { #clear }
        }
    })
}

fn skipped(field: &Field) -> bool {
    field.attrs.iter().any(|attribute| attribute.path().is_ident("trace"))
}
