//! `Obj<T>`: a pointer to a heap object whose payload is a `T`.
//!
//! The isolate (`Vm`) is the token for every payload: a shared borrow of it lets payloads be read, an exclusive one lets one payload be
//! changed. Whatever may run Python code takes `&mut Vm`, so holding a slice of a list across such a call does not
//! compile. An `Obj` owns nothing: whoever made the value available (an argument, an `Owned`) keeps the object alive.

use std::any::TypeId;
use std::marker::PhantomData;
use std::ptr::NonNull;

use taipan_heap::{HEADER_SIZE, Header, Heap, Layout, Owned, ShapeId, Trace, Value, Visitor};

use crate::object::class::Class;
use crate::vm::Vm;

/// A Rust type that is what instances of a Python class hold.
pub trait Payload: Trace + Sized + 'static {
    /// The Rust type's name, for debugging.
    const NAME: &'static str;
    /// Whether instances can be part of reference cycles.
    const CONTAINER: bool = true;
    /// Whether items of `extra_size` bytes follow the payload.
    const VARIABLE: bool = false;
    /// The shape of exact instances, for the builtin types; 0 for others.
    const SHAPE: ShapeId = 0;

    /// Whether exact instances have nothing behind the payload: neither attributes nor items.
    const PLAIN: bool = false;

    /// Bytes of the items that follow the payload.
    ///
    /// Trusted by the heap: a type that is not VARIABLE leaves it 0.
    fn extra_size(&self, _aux: u32) -> usize {
        0
    }

    /// The exact class.
    fn class(vm: &Vm) -> Obj<Class>;
}

struct LayoutOf<T>(PhantomData<T>);

impl<T: Payload> LayoutOf<T> {
    const LAYOUT: Layout = Layout {
        name: T::NAME,
        payload: TypeId::of::<T>(),
        payload_size: size_of::<T>(),
        size: size::<T>,
        drop: drop_payload::<T>,
        destroy: destroy::<T>,
        trace: trace::<T>,
        clear: clear::<T>,
        container: T::CONTAINER,
        variable: T::VARIABLE,
    };
}

/// How objects with payload `T` are laid out.
pub const fn layout_of<T: Payload>() -> &'static Layout {
    &LayoutOf::<T>::LAYOUT
}

#[inline(always)]
fn payload<T>(header: NonNull<Header>) -> NonNull<T> {
    // SAFETY: a payload lies behind its header, in the same block.
    unsafe { header.cast::<u8>().add(HEADER_SIZE) }.cast()
}

unsafe fn size<T: Payload>(header: NonNull<Header>) -> usize {
    if T::VARIABLE {
        // SAFETY: called for live objects of this layout.
        let (this, aux) = unsafe { (payload::<T>(header).as_ref(), header.as_ref().aux.get()) };
        size_of::<T>() + this.extra_size(aux)
    } else {
        size_of::<T>()
    }
}

unsafe fn drop_payload<T: Payload>(header: NonNull<Header>) {
    // SAFETY: called once, for an object whose payload is initialised.
    unsafe { payload::<T>(header).drop_in_place() }
}

unsafe fn destroy<T: Payload>(heap: &Heap, header: NonNull<Header>) {
    // SAFETY: called once, for an object of this layout that has no references left.
    unsafe { heap.destroy_payload::<T>(header, T::CONTAINER) }
}

unsafe fn trace<T: Payload>(header: NonNull<Header>, visit: &mut Visitor<'_>) {
    // SAFETY: called for live objects of this layout.
    unsafe { payload::<T>(header).as_ref() }.trace(visit);
}

unsafe fn clear<T: Payload>(header: NonNull<Header>) {
    // SAFETY: called for live objects of this layout, by the collector, which holds no payload borrow.
    unsafe { payload::<T>(header).as_mut() }.clear();
}

/// A pointer to an object whose payload is a `T`.
#[repr(transparent)]
pub struct Obj<T>(NonNull<Header>, PhantomData<*const T>);

impl<T> Clone for Obj<T> {
    fn clone(&self) -> Obj<T> {
        *self
    }
}

impl<T> Copy for Obj<T> {}

impl<T> PartialEq for Obj<T> {
    #[inline(always)]
    fn eq(&self, other: &Obj<T>) -> bool {
        self.0 == other.0
    }
}

impl<T> Eq for Obj<T> {}

impl<T> std::fmt::Debug for Obj<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "object at {:p}", self.0)
    }
}

impl<T> Obj<T> {
    /// The object as a value.
    #[inline(always)]
    pub fn value(self) -> Value {
        Value::from_header(self.0)
    }

    /// A reference of one's own.
    #[inline(always)]
    pub fn own(self) -> Owned {
        self.value().own()
    }

    /// The object's header.
    #[inline(always)]
    pub fn header<'a>(self) -> &'a Header {
        // SAFETY: whoever made the Obj available keeps the object alive.
        unsafe { self.0.as_ref() }
    }

    #[inline(always)]
    pub(crate) fn pointer(self) -> NonNull<Header> {
        self.0
    }

    /// The object behind `header`, whose payload must be a `T`.
    ///
    /// # Safety
    /// It is.
    #[inline(always)]
    pub(crate) unsafe fn from_header(header: NonNull<Header>) -> Obj<T> {
        Obj(header, PhantomData)
    }

    /// The object that `value` points to.
    ///
    /// # Safety
    /// `value` points to an object whose payload is a `T`.
    #[inline(always)]
    pub(crate) unsafe fn from_value(value: Value) -> Obj<T> {
        Obj(value.header_unchecked(), PhantomData)
    }
}

impl<T: Payload> Obj<T> {
    /// The payload, for reading.
    #[inline(always)]
    pub fn get(self, _vm: &Vm) -> &T {
        // SAFETY: the payload is a T; nobody changes it while the isolate is borrowed.
        unsafe { payload::<T>(self.0).as_ref() }
    }

    /// The payload, for changing.
    #[inline(always)]
    pub fn get_mut(self, _vm: &mut Vm) -> &mut T {
        // SAFETY: the payload is a T; the exclusive borrow of the isolate excludes every other payload borrow.
        unsafe { payload::<T>(self.0).as_mut() }
    }

    /// The payload's address.
    #[inline(always)]
    pub(crate) fn raw(self) -> NonNull<T> {
        payload::<T>(self.0)
    }
}

/// See `Vm::known_shape`. 0 is no object's shape.
pub struct KnownShape<T>(pub(crate) ShapeId, PhantomData<fn() -> T>);

impl<T> Clone for KnownShape<T> {
    fn clone(&self) -> KnownShape<T> {
        *self
    }
}

impl<T> Copy for KnownShape<T> {}

impl Vm {
    /// `value` as an object with payload `T`: an instance of `T`'s class or of a class derived from it.
    #[inline(always)]
    pub fn cast<T: Payload>(&self, value: Value) -> Option<Obj<T>> {
        let header = value.header()?;
        // SAFETY: a value that points to the heap points to a live object.
        let shape = unsafe { header.as_ref() }.shape();
        if T::SHAPE != 0 && shape == T::SHAPE {
            return Some(Obj(header, PhantomData));
        }
        self.cast_slow(header, shape)
    }

    /// One payload for changing and another for reading; None when they are the same object.
    #[inline]
    pub(crate) fn pair<A: Payload, B: Payload>(&mut self, a: Obj<A>, b: Obj<B>) -> Option<(&mut A, &B)> {
        if a.0 == b.0 {
            return None;
        }
        // SAFETY: the exclusive borrow of the isolate excludes every other payload borrow, and these two are of different objects.
        unsafe { Some((payload::<A>(a.0).as_mut(), payload::<B>(b.0).as_ref())) }
    }

    /// The references to an object, as far as they are counted; for what needs no counting, very many.
    pub fn reference_count(&self, value: Value) -> u64 {
        match value.header() {
            // SAFETY: a value that points to the heap points to a live object.
            Some(header) => u64::from(unsafe { header.as_ref() }.references()),
            None => u64::from(u32::MAX),
        }
    }

    /// Bytes of the object itself, without what it points to: header, payload, items behind it and slots.
    pub fn basic_size(&self, value: Value) -> usize {
        let Some(header) = value.header() else { return 0 };
        // SAFETY: a value that points to the heap points to a live object.
        let record = self.heap.shape(unsafe { header.as_ref() }.shape());
        let payload = if record.layout.variable {
            // SAFETY: as above; the layout is the object's.
            unsafe { (record.layout.size)(header) }
        } else {
            record.layout.payload_size
        };
        HEADER_SIZE + payload.next_multiple_of(8) + record.capacity as usize * 8
    }

    /// The shape of exact instances of a native type, to be kept by a module whose objects are made and met often.
    pub fn known_shape<T: Payload>(&self) -> KnownShape<T> {
        let class = T::class(self).get(self);
        let fits = class.layout.payload == TypeId::of::<T>();
        KnownShape(if fits { class.root_shape } else { 0 }, PhantomData)
    }

    /// As `cast`, fast for exact instances.
    #[inline(always)]
    pub fn cast_known<T: Payload>(&self, value: Value, known: KnownShape<T>) -> Option<Obj<T>> {
        let header = value.header()?;
        // SAFETY: as in cast.
        let shape = unsafe { header.as_ref() }.shape();
        if shape == known.0 {
            return Some(Obj(header, PhantomData));
        }
        self.cast_slow(header, shape)
    }

    fn cast_slow<T: Payload>(&self, header: NonNull<Header>, shape: ShapeId) -> Option<Obj<T>> {
        (self.heap.shape(shape).layout.payload == TypeId::of::<T>()).then_some(Obj(header, PhantomData))
    }

    /// As `cast_exact`, of a type whose instances may have attributes of their own, and with them another shape.
    #[inline]
    pub(crate) fn cast_own<T: Payload>(&self, value: Value) -> Option<Obj<T>> {
        self.cast::<T>(value).filter(|_| self.class_of(value) == T::class(self))
    }

    /// `value` as an exact instance of `T`'s class (no subclass).
    #[inline(always)]
    pub fn cast_exact<T: Payload>(&self, value: Value) -> Option<Obj<T>> {
        let header = value.header()?;
        // SAFETY: as in cast.
        let shape = unsafe { header.as_ref() }.shape();
        if T::SHAPE != 0 {
            return (shape == T::SHAPE).then_some(Obj(header, PhantomData));
        }
        let record = self.heap.shape(shape);
        (record.layout.payload == TypeId::of::<T>()
            && record.class.is_some_and(|class| class.is(T::class(self).value())))
        .then_some(Obj(header, PhantomData))
    }
}
