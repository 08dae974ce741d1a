/// Makes an enum of the messages of a program, so that the compiler reports one that nobody says and one that there is not.
///
/// ```
/// isoloir_words::messages! {
///     /// What this program says.
///     enum Message {
///         Greeting = "greeting",
///     }
/// }
/// assert_eq!(Message::Greeting.id(), "greeting");
/// ```
#[macro_export]
macro_rules! messages {
    ($(#[$about:meta])* $visible:vis enum $Message:ident { $($name:ident = $id:literal,)* }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        $visible enum $Message {
            $($name,)*
        }

        impl $Message {
            /// All messages. Only tests name it, so that the compiler reports a message that nobody says.
            #[cfg(test)]
            $visible const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// What the files call it.
            $visible fn id(self) -> &'static str {
                match self {
                    $(Self::$name => $id,)*
                }
            }
        }
    };
}
