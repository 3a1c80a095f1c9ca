//! The grammar of options: single letters that can be grouped, a few with an argument, a few long names.

use super::Help;

/// The options that take an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Argument {
    Command,
    Module,
    Warning,
    Setting,
    CheckHashPycs,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A letter without an argument.
    Option(u8),
    Valued(Argument, Vec<u8>),
    Help(Help),
    /// A line to print before the usage.
    Wrong(Vec<u8>),
    /// No more options: the file and its arguments come next.
    End,
}

/// A walk over the options.
pub(super) struct Scanner<'a> {
    arguments: &'a [Vec<u8>],
    /// The next argument to look at.
    position: usize,
    /// The letters of the current argument that are still to come.
    group: &'a [u8],
}

impl<'a> Scanner<'a> {
    pub(super) fn new(arguments: &'a [Vec<u8>]) -> Scanner<'a> {
        Scanner { arguments, position: 1, group: &[] }
    }

    /// Where the arguments that are no options begin.
    pub(super) fn position(&self) -> usize {
        self.position
    }

    pub(super) fn next(&mut self) -> Token {
        if self.group.is_empty() {
            let Some(argument) = self.arguments.get(self.position) else {
                return Token::End;
            };
            // A lone dash is the standard input.
            if argument.len() < 2 || argument[0] != b'-' {
                return Token::End;
            }
            if argument == b"--" {
                self.position += 1;
                return Token::End;
            }
            self.position += 1;
            self.group = &argument[1..];
        }
        let Some((&letter, rest)) = self.group.split_first() else {
            return Token::End;
        };
        self.group = rest;
        match letter {
            b'-' => self.long(),
            b'c' => self.valued(Argument::Command, letter),
            b'm' => self.valued(Argument::Module, letter),
            b'W' => self.valued(Argument::Warning, letter),
            b'X' => self.valued(Argument::Setting, letter),
            _ if b"bBdEhiIOPqRsStuvVx?".contains(&letter) => Token::Option(letter),
            _ => {
                let mut message = b"Unknown option: -".to_vec();
                // The whole character, where it is more than a byte.
                let character = rest.iter().take_while(|&&byte| letter >= 0xC0 && byte & 0xC0 == 0x80);
                message.push(letter);
                message.extend(character);
                message.push(b'\n');
                Token::Wrong(message)
            }
        }
    }

    /// The rest of the group, or else the next argument.
    fn valued(&mut self, which: Argument, letter: u8) -> Token {
        if !self.group.is_empty() {
            let value = self.group.to_vec();
            self.group = &[];
            return Token::Valued(which, value);
        }
        match self.arguments.get(self.position) {
            Some(value) => {
                self.position += 1;
                Token::Valued(which, value.clone())
            }
            None => {
                let letter = char::from(letter);
                Token::Wrong(format!("Argument expected for the -{letter} option\n").into_bytes())
            }
        }
    }

    fn long(&mut self) -> Token {
        let name = self.group;
        self.group = &[];
        match name {
            // CPython complains, and then runs the program all the same.
            b"" => Token::Wrong(b"Expected long option\n".to_vec()),
            b"help" => Token::Help(Help::Usage),
            b"help-env" => Token::Help(Help::Environment),
            b"help-xoptions" => Token::Help(Help::Settings),
            b"help-all" => Token::Help(Help::All),
            b"version" => Token::Option(b'V'),
            b"check-hash-based-pycs" => match self.arguments.get(self.position) {
                Some(value) => {
                    self.position += 1;
                    Token::Valued(Argument::CheckHashPycs, value.clone())
                }
                None => Token::Wrong(b"Argument expected for the --check-hash-based-pycs options\n".to_vec()),
            },
            _ => {
                let argument = self.position.checked_sub(1).and_then(|index| self.arguments.get(index));
                let mut message = b"Unknown option: ".to_vec();
                message.extend_from_slice(argument.map_or(&[], Vec::as_slice));
                message.push(b'\n');
                Token::Wrong(message)
            }
        }
    }
}
