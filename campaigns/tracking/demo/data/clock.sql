-- The demo's clock, behind the name that the registration software's clock has. It runs as fast as a real one from the
-- moment at which a writer last set it, but no further than `leash` seconds: when nobody registers anything (the demo
-- is off, the computer asleep), it waits, and the pause is no gap in the history.

CREATE TABLE demo_clock (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    anchor_real TEXT NOT NULL,  -- when the clock was last set, on a real clock
    anchor_demo TEXT NOT NULL,  -- and what it was set to
    leash REAL NOT NULL         -- seconds
);

DROP VIEW clock;
CREATE VIEW clock AS
SELECT strftime(
    '%Y-%m-%d %H:%M:%f',
    julianday(anchor_demo) + min(leash / 86400.0, max(0.0, julianday('now') - julianday(anchor_real)))
) AS now
FROM demo_clock;
