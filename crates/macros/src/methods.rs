//! `#[methods]`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Attribute, Error, Expr, FnArg, Item, ItemFn, ItemMod, Lit, LitStr, Meta, Result};

use crate::signature::{self, Kind, Parameter};

pub(crate) fn expand(mut module: ItemMod) -> Result<TokenStream> {
    let module_name = module.ident.clone();
    let Some((_, items)) = &mut module.content else {
        return Err(Error::new_spanned(&module.ident, "#[methods] goes on a module with a body"));
    };
    let mut rows = Vec::new();
    let mut entries = Vec::new();
    let mut getters: Vec<(String, String, syn::Ident, bool)> = Vec::new();
    let mut setters: Vec<(String, syn::Ident)> = Vec::new();
    for item in items.iter_mut() {
        let Item::Fn(function) = item else { continue };
        let Some((index, marker)) = find_marker(&function.attrs) else { continue };
        let attribute = function.attrs.remove(index);
        let given = argument(&attribute)?;
        let rust_name = function.sig.ident.to_string();
        let python_name = rust_name.trim_start_matches("r#").to_string();
        let doc = documentation(&function.attrs);
        match marker {
            "getter" | "member" => {
                let name = given.map_or(python_name, |text| text.value());
                getters.push((name, doc, wrap_getter(function, &mut entries)?, marker == "member"));
            }
            "setter" => {
                let name = given
                    .map(|text| text.value())
                    .unwrap_or_else(|| python_name.trim_start_matches("set_").to_string());
                setters.push((name, wrap_setter(function, &mut entries)?));
            }
            _ => {
                let text = given.ok_or_else(|| {
                    Error::new_spanned(&function.sig.ident, "give the signature: #[method(\"($self, x, /)\")]")
                })?;
                rows.push(row(function, marker, &text, &doc, &mut entries)?);
            }
        }
        function.vis = syn::parse_quote!(pub(super));
    }
    let mut getset_rows = Vec::new();
    for (name, doc, getter, member) in &getters {
        let setter = match setters.iter().find(|(of, _)| of == name) {
            Some((_, ident)) => quote!(::core::option::Option::Some(#ident)),
            None => quote!(::core::option::Option::None),
        };
        getset_rows
            .push(quote!(native::GetSet { name: #name, doc: #doc, get: #getter, set: #setter, member: #member }));
    }
    if let Some((name, ident)) = setters.iter().find(|(name, _)| !getters.iter().any(|getter| getter.0 == *name)) {
        return Err(Error::new_spanned(ident, format!("no getter named {name}")));
    }
    let (method_count, getset_count) = (rows.len(), getset_rows.len());
    items.push(syn::parse_quote! {
        #[doc(hidden)]
        pub(super) mod table {
            #[allow(unused_imports, reason = "a table may need nothing of it")]
            use super::*;
            use ::taipan_runtime::native;
            #( #entries )*
            #[allow(dead_code, reason = "a type may have no methods")]
            pub(crate) const METHODS: [native::Method; #method_count] = [ #( #rows ),* ];
            #[allow(dead_code, reason = "a type may have no computed attributes")]
            pub(crate) const GETSETS: [native::GetSet; #getset_count] = [ #( #getset_rows ),* ];
        }
    });
    Ok(quote! {
        #module
        #[allow(unused_imports, reason = "a type may have no computed attributes, or no methods")]
        pub(crate) use #module_name::table::{GETSETS, METHODS};
    })
}

const MARKERS: [&str; 7] = ["method", "classmethod", "staticmethod", "function", "getter", "setter", "member"];

fn find_marker(attributes: &[Attribute]) -> Option<(usize, &'static str)> {
    attributes.iter().enumerate().find_map(|(index, attribute)| {
        MARKERS.iter().find(|marker| attribute.path().is_ident(marker)).map(|marker| (index, *marker))
    })
}

fn argument(attribute: &Attribute) -> Result<Option<LitStr>> {
    match &attribute.meta {
        Meta::Path(_) => Ok(None),
        Meta::List(_) => Ok(Some(attribute.parse_args()?)),
        Meta::NameValue(_) => Err(Error::new_spanned(attribute, "write #[method(\"(...)\")]")),
    }
}

fn documentation(attributes: &[Attribute]) -> String {
    let mut lines = Vec::new();
    for attribute in attributes {
        if let Meta::NameValue(pair) = &attribute.meta
            && pair.path.is_ident("doc")
            && let Expr::Lit(literal) = &pair.value
            && let Lit::Str(text) = &literal.lit
        {
            let text = text.value();
            lines.push(text.strip_prefix(' ').unwrap_or(&text).to_string());
        }
    }
    lines.join("\n")
}

/// The function's parameters after `vm`.
fn parameters(function: &ItemFn) -> Result<Vec<&syn::PatType>> {
    let mut found = Vec::new();
    for argument in function.sig.inputs.iter().skip(1) {
        match argument {
            FnArg::Typed(typed) => found.push(typed),
            FnArg::Receiver(receiver) => return Err(Error::new_spanned(receiver, "functions here take no self")),
        }
    }
    Ok(found)
}

fn row(
    function: &ItemFn,
    marker: &str,
    text: &LitStr,
    doc: &str,
    entries: &mut Vec<TokenStream>,
) -> Result<TokenStream> {
    let ident = &function.sig.ident;
    // `#[method("name($self)")]` gives a name that Rust would not allow.
    let value = text.value();
    let open = value.find('(').unwrap_or(0);
    let rust_name = ident.to_string();
    let name = if open > 0 { value[..open].to_string() } else { rust_name.trim_start_matches("r#").to_string() };
    let value = value[open..].to_string();
    let signature = signature::parse(&value).map_err(|message| Error::new_spanned(text, message))?;
    let parameters = parameters(function)?;
    if signature.len() != parameters.len() {
        return Err(Error::new_spanned(
            ident,
            format!("the signature has {} parameters, the function {} after vm", signature.len(), parameters.len()),
        ));
    }
    let entry = format_ident!("{}__entry", rust_name.trim_start_matches("r#"));
    let constant = format_ident!("{}__SIGNATURE", rust_name.trim_start_matches("r#"));
    let mut rows = Vec::new();
    let mut conversions = Vec::new();
    let mut names = Vec::new();
    let mut count = 0usize;
    for (parameter, typed) in signature.iter().zip(&parameters) {
        let local = format_ident!("argument{}", names.len());
        match parameter.kind {
            Kind::VarPositional => conversions.push(quote!(let #local = bound.rest;)),
            Kind::VarKeyword => conversions.push(quote!(let #local = bound.keywords;)),
            _ => {
                let ty = &typed.ty;
                let name = &parameter.name;
                let optional = parameter.optional;
                let kind = match parameter.kind {
                    Kind::PositionalOnly => quote!(PositionalOnly),
                    Kind::PositionalOrKeyword => quote!(PositionalOrKeyword),
                    _ => quote!(KeywordOnly),
                };
                rows.push(quote!(native::Parameter {
                    name: #name,
                    kind: native::ParameterKind::#kind,
                    optional: #optional,
                }));
                conversions.push(
                    quote!(let #local = <#ty as native::FromArgument>::from_argument(vm, slots[#count], &#constant, #count)?;),
                );
                count += 1;
            }
        }
        names.push(local);
    }
    let rest = signature.iter().any(|parameter| parameter.kind == Kind::VarPositional);
    let keywords = signature.iter().any(|parameter| parameter.kind == Kind::VarKeyword);
    let kind = match marker {
        "method" => quote!(Instance),
        "classmethod" => quote!(Class),
        "staticmethod" => quote!(Static),
        _ => quote!(Function),
    };
    let takes_receiver = matches!(marker, "method" | "classmethod") || value.starts_with("($");
    let positional = positional_entry(function, &signature, &parameters, &names, &constant, entries);
    entries.push(quote! {
        #[allow(non_upper_case_globals, reason = "generated from the function's name")]
        static #constant: native::Signature = native::Signature {
            name: #name,
            text: #value,
            parameters: &[ #( #rows ),* ],
            rest: #rest,
            keywords: #keywords,
        };
        #[allow(non_snake_case, unused_variables, reason = "generated from the function's name")]
        fn #entry(vm: &mut native::Vm, arguments: native::Args<'_>) -> native::R<native::Owned> {
            let mut slots = [::core::option::Option::None; #count];
            let bound = native::bind(vm, &#constant, arguments, &mut slots)?;
            #( #conversions )*
            native::IntoResult::into_result(super::#ident(vm, #( #names ),*), vm)
        }
    });
    Ok(quote!(native::Method {
        signature: &#constant,
        doc: #doc,
        kind: native::MethodKind::#kind,
        call: #entry,
        positional: #positional,
        takes_receiver: #takes_receiver,
    }))
}

/// The entry for positional arguments alone, unless a keyword is required.
fn positional_entry(
    function: &ItemFn,
    signature: &[Parameter],
    parameters: &[&syn::PatType],
    names: &[syn::Ident],
    constant: &syn::Ident,
    entries: &mut Vec<TokenStream>,
) -> TokenStream {
    let ident = &function.sig.ident;
    let is_positional =
        |parameter: &&Parameter| matches!(parameter.kind, Kind::PositionalOnly | Kind::PositionalOrKeyword);
    let places: Vec<_> = signature.iter().filter(is_positional).collect();
    let least = places.iter().filter(|parameter| !parameter.optional).count();
    let most = places.len();
    if most >= 255 || signature.iter().any(|parameter| parameter.kind == Kind::KeywordOnly && !parameter.optional) {
        return quote!(native::Positional::NONE);
    }
    let mut conversions = Vec::new();
    // Positional parameters come first: the slot of one is its place among the arguments.
    let mut slot = 0usize;
    for ((parameter, typed), local) in signature.iter().zip(parameters).zip(names) {
        let ty = &typed.ty;
        let value = match parameter.kind {
            Kind::VarPositional => {
                conversions.push(quote!(let #local = arguments.get(#most..).unwrap_or(&[]);));
                continue;
            }
            Kind::VarKeyword => {
                conversions.push(quote!(let #local = ::std::vec::Vec::new();));
                continue;
            }
            Kind::KeywordOnly => quote!(::core::option::Option::None),
            _ => quote!(arguments.get(#slot).copied()),
        };
        conversions
            .push(quote!(let #local = <#ty as native::FromArgument>::from_argument(vm, #value, &#constant, #slot)?;));
        slot += 1;
    }
    let entry = format_ident!("{}__positional", ident.to_string().trim_start_matches("r#"));
    entries.push(quote! {
        #[allow(non_snake_case, unused_variables, reason = "generated from the function's name")]
        fn #entry(vm: &mut native::Vm, arguments: &[native::Value]) -> native::R<native::Owned> {
            #( #conversions )*
            native::IntoResult::into_result(super::#ident(vm, #( #names ),*), vm)
        }
    });
    let rest = signature.iter().any(|parameter| parameter.kind == Kind::VarPositional);
    let span = if rest { u16::MAX } else { (most - least) as u16 };
    let least = least as u16;
    quote!(native::Positional { least: #least, span: #span, call: #entry })
}

fn wrap_getter(function: &ItemFn, entries: &mut Vec<TokenStream>) -> Result<syn::Ident> {
    let ident = &function.sig.ident;
    let parameters = parameters(function)?;
    let [receiver] = parameters[..] else {
        return Err(Error::new_spanned(ident, "a getter takes vm and the receiver"));
    };
    let entry = format_ident!("{}__get", ident.to_string().trim_start_matches("r#"));
    let ty = &receiver.ty;
    entries.push(quote! {
        #[allow(non_snake_case, reason = "generated from the function's name")]
        fn #entry(vm: &mut native::Vm, this: native::Value) -> native::R<native::Owned> {
            let this = <#ty as native::FromArgument>::from_receiver(vm, this)?;
            native::IntoResult::into_result(super::#ident(vm, this), vm)
        }
    });
    Ok(entry)
}

fn wrap_setter(function: &ItemFn, entries: &mut Vec<TokenStream>) -> Result<syn::Ident> {
    let ident = &function.sig.ident;
    let parameters = parameters(function)?;
    let [receiver, _] = parameters[..] else {
        return Err(Error::new_spanned(ident, "a setter takes vm, the receiver and an Option<Value>"));
    };
    let entry = format_ident!("{}__set", ident.to_string().trim_start_matches("r#"));
    let ty = &receiver.ty;
    entries.push(quote! {
        #[allow(non_snake_case, reason = "generated from the function's name")]
        fn #entry(
            vm: &mut native::Vm,
            this: native::Value,
            value: ::core::option::Option<native::Value>,
        ) -> native::R<()> {
            let this = <#ty as native::FromArgument>::from_receiver(vm, this)?;
            super::#ident(vm, this, value)
        }
    });
    Ok(entry)
}
