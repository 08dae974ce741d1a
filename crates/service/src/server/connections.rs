//! How many connections are open, and which one has to make room for another.
//!
//! A connection is *busy* from the head of a request until the answer is written, and *idle* otherwise: also while it sends
//! the head. An idle one costs whom it belongs to nothing but opening it again. So a table that is full of idle
//! connections keeps nobody out.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

use crate::address::Address;

/// What the table keeps to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    pub(super) connections: usize,
    pub(super) of_address: usize,
    /// How long a connection may be idle.
    pub(super) idle: Duration,
    /// How long it may be busy with one request.
    pub(super) busy: Duration,
}

/// The open connections of a listener.
pub(super) struct Connections {
    bounds: Bounds,
    table: Mutex<Table>,
}

#[derive(Default)]
struct Table {
    open: HashMap<u64, Open>,
    of_address: HashMap<Address, usize>,
    /// Idle connections, by the turn in which they became so: the first is idle for longest.
    idle: BTreeMap<u64, u64>,
    idle_of_address: BTreeSet<(Address, u64)>,
    /// Numbers connections, and times at which they become idle.
    turn: u64,
}

struct Open {
    /// None for a proxy that speaks for many.
    address: Option<Address>,
    /// Until when it has time.
    deadline: watch::Sender<Instant>,
    /// The turn, if it is idle.
    idle: Option<u64>,
}

/// An open connection. It leaves the table when it is dropped.
pub(super) struct Connection {
    connections: Arc<Connections>,
    number: u64,
}

/// A request that a connection is busy with. It is over when this is dropped.
pub(super) struct Busy(Arc<Connection>);

impl Connections {
    pub(super) fn new(bounds: Bounds) -> Arc<Self> {
        Arc::new(Self { bounds, table: Mutex::default() })
    }

    /// Takes a new connection in: one that is idle may have to go for it. None if all are busy.
    ///
    /// The second part tells until when the connection has time.
    pub(super) fn admit(
        self: &Arc<Self>,
        address: Option<Address>,
    ) -> Option<(Connection, watch::Receiver<Instant>)> {
        let mut table = self.table();
        if let Some(address) = address
            && table.of_address.get(&address).is_some_and(|&open| open >= self.bounds.of_address)
        {
            table.close_idle_of(address).then_some(())?;
        }
        if table.open.len() >= self.bounds.connections {
            table.close_idle().then_some(())?;
        }
        let number = table.next_turn();
        let (deadline, until) = watch::channel(Instant::now() + self.bounds.idle);
        table.open.insert(number, Open { address, deadline, idle: None });
        if let Some(address) = address {
            *table.of_address.entry(address).or_default() += 1;
        }
        table.set_idle(number);
        Some((Connection { connections: self.clone(), number }, until))
    }

    /// Closes the connection that is idle for longest, if one is.
    pub(super) fn make_room(&self) -> bool {
        self.table().close_idle()
    }

    /// How many are open.
    pub(super) fn count(&self) -> usize {
        self.table().open.len()
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Connection {
    /// A request begins.
    pub(super) fn busy(self: Arc<Self>) -> Busy {
        let mut table = self.connections.table();
        table.unset_idle(self.number);
        table.give_time(self.number, self.connections.bounds.busy);
        drop(table);
        Busy(self)
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        let connections = &self.0.connections;
        let mut table = connections.table();
        table.set_idle(self.0.number);
        table.give_time(self.0.number, connections.bounds.idle);
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.connections.table().remove(self.number);
    }
}

/// A connection that had to go is not found any more: then nothing is done.
impl Table {
    fn next_turn(&mut self) -> u64 {
        self.turn += 1;
        self.turn
    }

    fn give_time(&self, number: u64, time: Duration) {
        if let Some(open) = self.open.get(&number) {
            open.deadline.send_replace(Instant::now() + time);
        }
    }

    fn set_idle(&mut self, number: u64) {
        let turn = self.next_turn();
        let Some(open) = self.open.get_mut(&number) else { return };
        open.idle = Some(turn);
        self.idle.insert(turn, number);
        if let Some(address) = open.address {
            self.idle_of_address.insert((address, turn));
        }
    }

    fn unset_idle(&mut self, number: u64) {
        let Some(open) = self.open.get_mut(&number) else { return };
        let Some(turn) = open.idle.take() else { return };
        self.idle.remove(&turn);
        if let Some(address) = open.address {
            self.idle_of_address.remove(&(address, turn));
        }
    }

    fn remove(&mut self, number: u64) -> Option<Open> {
        self.unset_idle(number);
        let open = self.open.remove(&number)?;
        if let Some(address) = open.address
            && let Some(count) = self.of_address.get_mut(&address)
        {
            *count -= 1;
            if *count == 0 {
                self.of_address.remove(&address);
            }
        }
        Some(open)
    }

    fn close_idle(&mut self) -> bool {
        let first = self.idle.first_key_value().map(|(&turn, _)| turn);
        self.close(first)
    }

    fn close_idle_of(&mut self, address: Address) -> bool {
        let mut idle = self.idle_of_address.range((address, 0)..=(address, u64::MAX));
        let first = idle.next().map(|&(_, turn)| turn);
        self.close(first)
    }

    fn close(&mut self, turn: Option<u64>) -> bool {
        let number = turn.and_then(|turn| self.idle.get(&turn).copied());
        let open = number.and_then(|number| self.remove(number));
        if let Some(open) = &open {
            open.deadline.send_replace(Instant::now());
        }
        open.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_secs(1_000);

    fn connections(connections: usize, of_address: usize) -> Arc<Connections> {
        Connections::new(Bounds { connections, of_address, idle: LONG, busy: LONG })
    }

    fn address(last: u8) -> Option<Address> {
        Some(Address::of([192, 0, 2, last].into()))
    }

    fn is_closed(until: &watch::Receiver<Instant>) -> bool {
        *until.borrow() <= Instant::now()
    }

    #[test]
    fn the_connection_that_is_idle_for_longest_makes_room() {
        let table = connections(2, 2);
        let (first, of_first) = table.admit(address(1)).unwrap();
        let (_second, of_second) = table.admit(address(2)).unwrap();
        // It has had a request meanwhile: now the other is idle for longer.
        let first = Arc::new(first);
        drop(first.clone().busy());
        let (_third, of_third) = table.admit(address(3)).unwrap();
        assert!(is_closed(&of_second) && !is_closed(&of_first) && !is_closed(&of_third));
        assert_eq!(table.table().open.len(), 2);
    }

    #[test]
    fn a_connection_with_a_request_is_never_closed_for_another() {
        let table = connections(1, 1);
        let (first, until) = table.admit(address(1)).unwrap();
        let busy = Arc::new(first).busy();
        assert!(table.admit(address(2)).is_none());
        assert!(!is_closed(&until));
        drop(busy);
        assert!(table.admit(address(2)).is_some());
    }

    #[test]
    fn an_address_that_has_enough_makes_room_for_itself_and_not_at_the_cost_of_others() {
        let table = connections(10, 2);
        let (_other, of_other) = table.admit(address(9)).unwrap();
        let (_first, of_first) = table.admit(address(1)).unwrap();
        let (second, _) = table.admit(address(1)).unwrap();
        let _busy = Arc::new(second).busy();
        let (third, _) = table.admit(address(1)).unwrap();
        assert!(is_closed(&of_first) && !is_closed(&of_other));
        let _busy_too = Arc::new(third).busy();
        assert!(table.admit(address(1)).is_none());
        assert_eq!(table.table().open.len(), 3);
    }

    #[test]
    fn a_proxy_has_no_limit_of_an_address() {
        let table = connections(3, 1);
        let all: Vec<_> = (0..3).map(|_| table.admit(None).unwrap()).collect();
        assert!(all.iter().all(|(_, until)| !is_closed(until)));
    }

    #[test]
    fn what_is_over_leaves_nothing_behind() {
        let table = connections(2, 1);
        for number in 0..5 {
            // Some are closed for others, some end by themselves.
            let kept = table.admit(address(number)).unwrap();
            drop(Arc::new(table.admit(address(100 + number)).unwrap().0).busy());
            drop(kept);
        }
        let table = table.table();
        assert!(table.open.is_empty() && table.of_address.is_empty());
        assert!(table.idle.is_empty() && table.idle_of_address.is_empty());
    }
}
