{*None}
