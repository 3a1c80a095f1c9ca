//! Exceptions with a field or two: KeyError, StopIteration, SystemExit, ImportError, NameError, AttributeError.

use super::{base, fields};
use crate::native::*;

pub(super) mod key_error {
    use super::*;

    pub(in crate::types::exception) const SLOTS: Slots = Slots { str: Some(str), ..Slots::EMPTY };
    pub(in crate::types::exception) const METHODS: [Method; 0] = [];
    pub(in crate::types::exception) const GETSETS: [GetSet; 0] = [];

    /// A lone key is shown by its repr: an empty one would be invisible.
    fn str(vm: &mut Vm, this: Value) -> R<Owned> {
        match &base::arguments(vm, this)[..] {
            [key] => vm.repr(key.value()),
            _ => base::str(vm, this),
        }
    }
}

pub(super) mod stop_iteration {
    use super::*;

    pub(in crate::types::exception) const SLOTS: Slots = Slots { init: Some(init), ..Slots::EMPTY };
    pub(in crate::types::exception) const METHODS: [Method; 0] = [];
    pub(in crate::types::exception) const GETSETS: [GetSet; 0] = [];

    fn init(vm: &mut Vm, this: Value, args: Args<'_>) -> R<()> {
        base::init(vm, this, args)?;
        fields::set(vm, this, 0, args.positional.first().copied());
        Ok(())
    }
}

pub(super) mod system_exit {
    use super::*;

    pub(in crate::types::exception) const SLOTS: Slots = Slots { init: Some(init), ..Slots::EMPTY };
    pub(in crate::types::exception) const METHODS: [Method; 0] = [];
    pub(in crate::types::exception) const GETSETS: [GetSet; 0] = [];

    fn init(vm: &mut Vm, this: Value, args: Args<'_>) -> R<()> {
        base::init(vm, this, args)?;
        match args.positional {
            [] => {}
            &[code] => fields::set(vm, this, 0, Some(code)),
            several => {
                let code = vm.new_tuple(several)?;
                fields::set(vm, this, 0, Some(code.value()));
            }
        }
        Ok(())
    }
}

pub(super) mod import_error {
    use super::*;

    pub(in crate::types::exception) const SLOTS: Slots = Slots { init: Some(init), str: Some(str), ..Slots::EMPTY };

    const MSG: usize = 0;
    const NAME: usize = 1;
    const PATH: usize = 2;
    const NAME_FROM: usize = 3;

    fn init(vm: &mut Vm, this: Value, args: Args<'_>) -> R<()> {
        base::set_args(vm, this, args.positional)?;
        fields::set_keywords(vm, this, "ImportError", args, &["name", "path", "name_from"], NAME)?;
        let message = if let &[message] = args.positional { Some(message) } else { None };
        fields::set(vm, this, MSG, message);
        Ok(())
    }

    fn str(vm: &mut Vm, this: Value) -> R<Owned> {
        match fields::get(vm, this, MSG) {
            Some(message) if vm.cast_exact::<Str>(message.value()).is_some() => Ok(message),
            _ => base::str(vm, this),
        }
    }

    #[methods]
    mod py {
        use super::*;

        /// For pickling.
        #[method("($self, /)")]
        fn __reduce__(vm: &mut Vm, this: Value) -> R<Owned> {
            let state = fields::state(vm, this, &[("name", NAME), ("path", PATH), ("name_from", NAME_FROM)])?;
            let args: Vec<Owned> = base::arguments(vm, this);
            let args = vm.new_tuple_from(args)?;
            base::reduce_with(vm, this, args.value(), state)
        }
    }
}

pub(super) mod name_error {
    use super::*;

    pub(in crate::types::exception) const SLOTS: Slots = Slots { init: Some(init), ..Slots::EMPTY };
    pub(in crate::types::exception) const METHODS: [Method; 0] = [];
    pub(in crate::types::exception) const GETSETS: [GetSet; 0] = [];

    fn init(vm: &mut Vm, this: Value, args: Args<'_>) -> R<()> {
        base::set_args(vm, this, args.positional)?;
        fields::set_keywords(vm, this, "NameError", args, &["name"], 0)
    }
}

pub(super) mod attribute_error {
    use super::*;

    pub(in crate::types::exception) const SLOTS: Slots = Slots { init: Some(init), ..Slots::EMPTY };

    const NAME: usize = 0;

    /// Note what was looked for in what, in an exception of this very class.
    pub(crate) fn note(vm: &mut Vm, this: Value, name: Value, object: Value) {
        fields::set(vm, this, NAME, Some(name));
        fields::set(vm, this, NAME + 1, Some(object));
    }

    fn init(vm: &mut Vm, this: Value, args: Args<'_>) -> R<()> {
        base::set_args(vm, this, args.positional)?;
        fields::set_keywords(vm, this, "AttributeError", args, &["name", "obj"], NAME)
    }

    /// Without the object, which may not be something to pickle.
    fn state(vm: &mut Vm, this: Value) -> R<Owned> {
        let state = fields::state(vm, this, &[("name", NAME)])?;
        let args = base::arguments(vm, this);
        let args = vm.new_tuple_from(args)?;
        let (owned, dict) = vm.new_dict_obj()?;
        if let Some(state) = state.as_ref().and_then(|state| vm.cast::<Dict>(state.value())) {
            for (name, value) in state.snapshot(vm) {
                dict.set(vm, name.value(), value.value())?;
            }
        }
        let key = vm.names.args;
        dict.set_str(vm, key, args.value())?;
        Ok(owned)
    }

    #[methods]
    mod py {
        use super::*;

        /// The state for pickling.
        #[method("($self, /)")]
        fn __getstate__(vm: &mut Vm, this: Value) -> R<Owned> {
            state(vm, this)
        }

        /// For pickling.
        #[method("($self, /)")]
        fn __reduce__(vm: &mut Vm, this: Value) -> R<Owned> {
            let state = state(vm, this)?;
            let args = base::arguments(vm, this);
            let args = vm.new_tuple_from(args)?;
            base::reduce_with(vm, this, args.value(), Some(state))
        }
    }
}
