//! Unicode, codecs and string algorithms over code units; no objects.
