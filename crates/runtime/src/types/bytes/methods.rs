//! What Python code can call on bytes and on bytearray: one text, expanded for each.

/// The methods that bytes and bytearray share, and what is behind the type's name in addition.
macro_rules! byte_methods {
    ($payload:ident, $($more:tt)*) => {
        #[methods]
        mod py {
            use super::*;

            /// The first byte in upper case, the rest in lower case.
            #[method("($self, /)")]
            fn capitalize(vm: &mut Vm, this: Obj<$payload>) -> R<Owned> {
                let bytes = ascii::capitalize($payload::data(this, vm));
                $payload::create(vm, &bytes)
            }

            /// In the middle of `width` bytes.
            #[method("($self, width, fillchar=b' ', /)")]
            fn center(vm: &mut Vm, this: Obj<$payload>, width: isize, fillchar: Option<Value>) -> R<Owned> {
                let fill = common::fill_of(vm, fillchar, "center")?;
                let width = usize::try_from(width).unwrap_or(0);
                let padding = layout::center_padding($payload::data(this, vm).len(), width);
                common::pad(vm, this, padding, fill, false)
            }

            /// How often `sub` occurs, without overlap.
            #[method("($self, sub, start=None, end=None, /)")]
            fn count(
                vm: &mut Vm,
                this: Obj<$payload>,
                sub: Value,
                start: Option<Value>,
                end: Option<Value>,
            ) -> R<usize> {
                let needle = common::needle(vm, this, sub)?;
                let range = vm.search_range(start, end, $payload::data(this, vm).len())?;
                let part = range.and_then(|range| $payload::data(this, vm).get(range));
                Ok(part.map_or(0, |part| search::count_in(part, needle.bytes(vm), usize::MAX)))
            }

            /// The text that the bytes are in an encoding.
            #[method("($self, /, encoding='utf-8', errors='strict')")]
            fn decode(
                vm: &mut Vm,
                this: Obj<$payload>,
                encoding: Option<Obj<Str>>,
                errors: Option<Obj<Str>>,
            ) -> R<Owned> {
                vm.decode_argument(this.value(), encoding, errors)
            }

            /// Whether the bytes end with a suffix, or any in a tuple.
            #[method("($self, suffix, start=None, end=None, /)")]
            fn endswith(
                vm: &mut Vm,
                this: Obj<$payload>,
                suffix: Value,
                start: Option<Value>,
                end: Option<Value>,
            ) -> R<bool> {
                common::has_affix(vm, this, suffix, (start, end), ("endswith", |bytes, suffix| bytes.ends_with(suffix)))
            }

            /// Tabs as spaces.
            #[method("($self, /, tabsize=8)")]
            fn expandtabs(vm: &mut Vm, this: Obj<$payload>, tabsize: Option<i32>) -> R<Owned> {
                let size = usize::try_from(tabsize.unwrap_or(8)).unwrap_or(0);
                match layout::expand_tabs_in($payload::data(this, vm), size) {
                    Some(bytes) => $payload::create(vm, &bytes),
                    None => Err(vm.overflow_error("result too long")),
                }
            }

            /// The first position of `sub`, or -1.
            #[method("($self, sub, start=None, end=None, /)")]
            fn find(
                vm: &mut Vm,
                this: Obj<$payload>,
                sub: Value,
                start: Option<Value>,
                end: Option<Value>,
            ) -> R<isize> {
                Ok(common::located(common::locate(vm, this, sub, (start, end), search::find_in)?))
            }

            /// The bytes that hexadecimal digits mean.
            #[classmethod("($type, string, /)")]
            fn fromhex(vm: &mut Vm, class: Obj<Class>, string: Value) -> R<Owned> {
                let bytes = common::from_hex(vm, string)?;
                let made = $payload::create(vm, &bytes)?;
                if class == <$payload as Payload>::class(vm) { Ok(made) } else { vm.call(class.value(), &[made.value()]) }
            }

            /// The bytes in hexadecimal; with a separator between groups of them, which are counted from the right, or from the left when
            /// `bytes_per_sep` is negative.
            ///
            /// >>> value = bytes([10, 11, 12])
            /// >>> value.hex(), value.hex(':')
            /// ('0a0b0c', '0a:0b:0c')
            /// >>> value.hex('-', 2), value.hex('-', -2)
            /// ('0a-0b0c', '0a0b-0c')
            #[method("($self, /, sep=None, bytes_per_sep=1)")]
            fn hex(vm: &mut Vm, this: Obj<$payload>, sep: Option<Value>, bytes_per_sep: Option<isize>) -> R<Owned> {
                let bytes = $payload::data(this, vm).copy_out();
                let _held = $payload::hold(this, vm);
                common::hex(vm, &bytes, sep, bytes_per_sep.unwrap_or(1))
            }

            /// The first position of `sub`; ValueError when there is none.
            #[method("($self, sub, start=None, end=None, /)")]
            fn index(
                vm: &mut Vm,
                this: Obj<$payload>,
                sub: Value,
                start: Option<Value>,
                end: Option<Value>,
            ) -> R<usize> {
                let position = common::locate(vm, this, sub, (start, end), search::find_in)?;
                common::required(vm, position)
            }

            /// Whether there are bytes and all are ASCII letters or digits.
            #[method("($self, /)")]
            fn isalnum(vm: &mut Vm, this: Obj<$payload>) -> bool {
                ascii::is_alnum($payload::data(this, vm))
            }

            /// Whether there are bytes and all are ASCII letters.
            #[method("($self, /)")]
            fn isalpha(vm: &mut Vm, this: Obj<$payload>) -> bool {
                ascii::is_alpha($payload::data(this, vm))
            }

            /// Whether all bytes are ASCII.
            #[method("($self, /)")]
            fn isascii(vm: &mut Vm, this: Obj<$payload>) -> bool {
                $payload::data(this, vm).is_ascii()
            }

            /// Whether there are bytes and all are ASCII digits.
            #[method("($self, /)")]
            fn isdigit(vm: &mut Vm, this: Obj<$payload>) -> bool {
                ascii::is_digit($payload::data(this, vm))
            }

            /// Whether there are ASCII letters and all are in lower case.
            #[method("($self, /)")]
            fn islower(vm: &mut Vm, this: Obj<$payload>) -> bool {
                ascii::is_lower($payload::data(this, vm))
            }

            /// Whether there are bytes and all are ASCII whitespace.
            #[method("($self, /)")]
            fn isspace(vm: &mut Vm, this: Obj<$payload>) -> bool {
                ascii::is_space($payload::data(this, vm))
            }

            /// Whether each word begins in upper case and goes on in lower case.
            #[method("($self, /)")]
            fn istitle(vm: &mut Vm, this: Obj<$payload>) -> bool {
                ascii::is_title($payload::data(this, vm))
            }

            /// Whether there are ASCII letters and all are in upper case.
            #[method("($self, /)")]
            fn isupper(vm: &mut Vm, this: Obj<$payload>) -> bool {
                ascii::is_upper($payload::data(this, vm))
            }

            /// The bytes of an iterable's objects, these ones between them.
            #[method("($self, iterable_of_bytes, /)")]
            fn join(vm: &mut Vm, this: Obj<$payload>, iterable: Value) -> R<Owned> {
                common::join(vm, this, iterable)
            }

            /// At the left of `width` bytes.
            #[method("($self, width, fillchar=b' ', /)")]
            fn ljust(vm: &mut Vm, this: Obj<$payload>, width: isize, fillchar: Option<Value>) -> R<Owned> {
                let fill = common::fill_of(vm, fillchar, "ljust")?;
                let missing = common::missing(vm, this, width);
                common::pad(vm, this, (0, missing), fill, false)
            }

            /// ASCII letters in lower case.
            #[method("($self, /)")]
            fn lower(vm: &mut Vm, this: Obj<$payload>) -> R<Owned> {
                let bytes = taipan_text::bytes::lower($payload::data(this, vm));
                $payload::create(vm, &bytes)
            }

            /// Without leading whitespace, or leading bytes of `bytes`.
            #[method("($self, bytes=None, /)")]
            fn lstrip(vm: &mut Vm, this: Obj<$payload>, bytes: Option<Value>) -> R<Owned> {
                common::strip(vm, this, bytes, Side::Left)
            }

            /// A table for `translate`.
            #[staticmethod("(frm, to, /)")]
            fn maketrans(vm: &mut Vm, from: Value, to: Value) -> R<Owned> {
                common::make_table(vm, from, to)
            }

            /// What is before the first separator, the separator, and what is behind it.
            #[method("($self, sep, /)")]
            fn partition(vm: &mut Vm, this: Obj<$payload>, sep: Value) -> R<Owned> {
                common::partition(vm, this, sep, false)
            }

            /// Without the prefix, if the bytes have it.
            #[method("($self, prefix, /)")]
            fn removeprefix(vm: &mut Vm, this: Obj<$payload>, prefix: Value) -> R<Owned> {
                let prefix = vm.buffer(prefix)?;
                let data = $payload::data(this, vm);
                let start = if data.starts_with(prefix.bytes(vm)) { prefix.len() } else { 0 };
                let end = data.len();
                $payload::part(vm, this, start..end)
            }

            /// Without the suffix, if the bytes have it.
            #[method("($self, suffix, /)")]
            fn removesuffix(vm: &mut Vm, this: Obj<$payload>, suffix: Value) -> R<Owned> {
                let suffix = vm.buffer(suffix)?;
                let data = $payload::data(this, vm);
                let end = data.len() - if data.ends_with(suffix.bytes(vm)) { suffix.len() } else { 0 };
                $payload::part(vm, this, 0..end)
            }

            /// With each `old`, or the first `count` of them, as `new`.
            #[method("($self, old, new, count=-1, /)")]
            fn replace(
                vm: &mut Vm,
                this: Obj<$payload>,
                old: Value,
                new: Value,
                count: Option<isize>,
            ) -> R<Owned> {
                common::replace(vm, this, old, new, count.unwrap_or(-1))
            }

            /// The last position of `sub`, or -1.
            #[method("($self, sub, start=None, end=None, /)")]
            fn rfind(
                vm: &mut Vm,
                this: Obj<$payload>,
                sub: Value,
                start: Option<Value>,
                end: Option<Value>,
            ) -> R<isize> {
                Ok(common::located(common::locate(vm, this, sub, (start, end), search::rfind_in)?))
            }

            /// The last position of `sub`; ValueError when there is none.
            #[method("($self, sub, start=None, end=None, /)")]
            fn rindex(
                vm: &mut Vm,
                this: Obj<$payload>,
                sub: Value,
                start: Option<Value>,
                end: Option<Value>,
            ) -> R<usize> {
                let position = common::locate(vm, this, sub, (start, end), search::rfind_in)?;
                common::required(vm, position)
            }

            /// At the right of `width` bytes.
            #[method("($self, width, fillchar=b' ', /)")]
            fn rjust(vm: &mut Vm, this: Obj<$payload>, width: isize, fillchar: Option<Value>) -> R<Owned> {
                let fill = common::fill_of(vm, fillchar, "rjust")?;
                let missing = common::missing(vm, this, width);
                common::pad(vm, this, (missing, 0), fill, false)
            }

            /// What is before the last separator, the separator, and what is behind it.
            #[method("($self, sep, /)")]
            fn rpartition(vm: &mut Vm, this: Obj<$payload>, sep: Value) -> R<Owned> {
                common::partition(vm, this, sep, true)
            }

            /// The parts between separators, counted from the right.
            #[method("($self, /, sep=None, maxsplit=-1)")]
            fn rsplit(vm: &mut Vm, this: Obj<$payload>, sep: Option<Value>, maxsplit: Option<isize>) -> R<Owned> {
                let max = maxsplit.and_then(|max| usize::try_from(max).ok());
                let separator = common::separator_of(vm, this, sep)?;
                let data = $payload::data(this, vm);
                let mut ranges = match &separator {
                    Some(separator) => {
                        common::collect_ranges(|piece| split::rsplit_in(data, separator.bytes(vm), max, piece))
                    }
                    None => common::collect_ranges(|piece| {
                        split::rsplit_space_in(data, split::is_ascii_space, max, piece)
                    }),
                };
                ranges.reverse();
                common::list_of_parts(vm, this, ranges)
            }

            /// Without trailing whitespace, or trailing bytes of `bytes`.
            #[method("($self, bytes=None, /)")]
            fn rstrip(vm: &mut Vm, this: Obj<$payload>, bytes: Option<Value>) -> R<Owned> {
                common::strip(vm, this, bytes, Side::Right)
            }

            /// The parts between separators.
            #[method("($self, /, sep=None, maxsplit=-1)")]
            fn split(vm: &mut Vm, this: Obj<$payload>, sep: Option<Value>, maxsplit: Option<isize>) -> R<Owned> {
                let max = maxsplit.and_then(|max| usize::try_from(max).ok());
                let separator = common::separator_of(vm, this, sep)?;
                let data = $payload::data(this, vm);
                let ranges = match &separator {
                    Some(separator) => {
                        common::collect_ranges(|piece| split::split_in(data, separator.bytes(vm), max, piece))
                    }
                    None => common::collect_ranges(|piece| {
                        split::split_space_in(data, split::is_ascii_space, max, piece)
                    }),
                };
                common::list_of_parts(vm, this, ranges)
            }

            /// The lines.
            #[method("($self, /, keepends=False)")]
            fn splitlines(vm: &mut Vm, this: Obj<$payload>, keepends: Option<bool>) -> R<Owned> {
                let keep = keepends.unwrap_or(false);
                let ranges =
                    common::collect_ranges(|piece| split::split_lines_bytes($payload::data(this, vm), keep, piece));
                common::list_of_parts(vm, this, ranges)
            }

            /// Whether the bytes start with a prefix, or any in a tuple.
            #[method("($self, prefix, start=None, end=None, /)")]
            fn startswith(
                vm: &mut Vm,
                this: Obj<$payload>,
                prefix: Value,
                start: Option<Value>,
                end: Option<Value>,
            ) -> R<bool> {
                let test = ("startswith", (|bytes, prefix| bytes.starts_with(prefix)) as fn(&[u8], &[u8]) -> bool);
                common::has_affix(vm, this, prefix, (start, end), test)
            }

            /// Without whitespace, or bytes of `bytes`, at either end.
            #[method("($self, bytes=None, /)")]
            fn strip(vm: &mut Vm, this: Obj<$payload>, bytes: Option<Value>) -> R<Owned> {
                common::strip(vm, this, bytes, Side::Both)
            }

            /// ASCII upper case as lower case and the other way round.
            #[method("($self, /)")]
            fn swapcase(vm: &mut Vm, this: Obj<$payload>) -> R<Owned> {
                let bytes = ascii::swapcase($payload::data(this, vm));
                $payload::create(vm, &bytes)
            }

            /// Each word with its first letter in upper case, the rest in lower case.
            #[method("($self, /)")]
            fn title(vm: &mut Vm, this: Obj<$payload>) -> R<Owned> {
                let bytes = ascii::title($payload::data(this, vm));
                $payload::create(vm, &bytes)
            }

            /// Each byte as the table says, those in `delete` left out.
            #[method("($self, table, /, delete=b'')")]
            fn translate(vm: &mut Vm, this: Obj<$payload>, table: Value, delete: Option<Value>) -> R<Owned> {
                common::translate(vm, this, table, delete)
            }

            /// ASCII letters in upper case.
            #[method("($self, /)")]
            fn upper(vm: &mut Vm, this: Obj<$payload>) -> R<Owned> {
                let bytes = taipan_text::bytes::upper($payload::data(this, vm));
                $payload::create(vm, &bytes)
            }

            /// Filled with zeros at the left, behind a sign.
            #[method("($self, width, /)")]
            fn zfill(vm: &mut Vm, this: Obj<$payload>, width: isize) -> R<Owned> {
                let missing = common::missing(vm, this, width);
                let sign = matches!($payload::data(this, vm).first(), Some(b'+' | b'-'));
                common::pad(vm, this, (missing, 0), b'0', sign)
            }

            /// A memoryview of the object, as the flags of a C buffer request ask.
            #[method("($self, flags, /)")]
            fn __buffer__(vm: &mut Vm, this: Obj<$payload>, flags: i64) -> R<Owned> {
                crate::types::memoryview::with_flags(vm, this.value(), flags)
            }

            $($more)*
        }
    };
}

pub(crate) use byte_methods;

use taipan_text::memory::CopyOut;
use taipan_text::split::Side;
use taipan_text::{bytes as ascii, layout, search, split};

use crate::native::*;
use crate::types::bytes::Bytes;
use crate::types::bytes::common::{self, ByteString};

byte_methods! { Bytes,
    #[method("($self, /)")]
    fn __bytes__(vm: &mut Vm, this: Obj<Bytes>) -> R<Owned> {
        common::whole(vm, this)
    }

    #[method("($self, /)")]
    fn __getnewargs__(vm: &mut Vm, this: Obj<Bytes>) -> R<Owned> {
        let bytes = common::whole(vm, this)?;
        vm.new_tuple(&[bytes.value()])
    }

    /// Bytes that the object takes.
    #[method("($self, /)")]
    fn __sizeof__(vm: &mut Vm, this: Obj<Bytes>) -> usize {
        taipan_heap::HEADER_SIZE + size_of::<Bytes>() + this.len(vm)
    }
}
