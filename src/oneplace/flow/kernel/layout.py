"""The columns of the kernel's arrays: what stands where. Every constant is frozen into the compiled code."""

# How a draw is made (``Network.dist_i``: KIND, FIRST, COUNT into ``dist_t``; ``dist_f``: A, B, M, LEAST)
FIXED, EXPONENTIAL, LOGNORMAL, GAMMA, WEIBULL, UNIFORM, TRIANGULAR, SEQUENCE, EMPIRICAL, QUANTILES = range(10)
KIND, FIRST, COUNT = range(3)
A, B, M, LEAST = range(4)

# What a draw is for: each purpose of each visit has randomness of its own, so that scenarios stay paired
FOR_STAY, FOR_ROUTE, FOR_PATIENCE, FOR_DELAY, FOR_WORSENING, FOR_FIFTH, FOR_BATCH, FOR_RESAMPLE = range(8)

# A place (``Network.place_i``)
QUEUE_LIMIT, LIFO, PREEMPT, INTERRUPT, KEEPS_LIST = range(5)
RESUME, RESTART, RESAMPLE = 1, 2, 3

# A class at a place (``Network.cell_i``); -1 where there is none
STAY, PATIENCE, LEAVE_TO, WORSEN_AFTER, WORSEN_TO, EDGE, EDGES, NEXT_KIND = range(8)
BY_SHARE, LEAST_LOADED = 0, 1
TO, DELAY = 0, 1  # of ``Network.edge_i``; a place, or -1 - exit

# A class (``Network.class_i``)
ENTERS, RANK, ARRIVES, SEGMENT, SEGMENTS, ROUTE, ROUTE_LENGTH, BATCH, BATCHES, INTERVAL = range(10)
NEVER, AT_RATE, AT_TIMES, AT_INTERVALS = range(4)

# A change of capacity by the calendar (``Network.change_i``) and an escalation rule (``Network.rule_i``)
OF_KIND, OF_WHICH, NUMBER = range(3)
A_PLACE, A_POOL = 0, 1
WATCH, ON_WHAT, ON_OVER, ON_LIMIT, OFF_WHAT, OFF_OVER, OFF_LIMIT, SET_KIND, SET_WHICH, SET_NUMBER, OFF_WATCH = range(11)

# Settings (``Network.set_i``, ``Network.set_f``)
SEED, FIFTHS, CYCLIC, LOGGING, LARGEST_BATCH, RANKS, EXITS = range(7)
WARM_UP, END, SAMPLE_EVERY = range(3)

# The clockwork (``State.now_i``, ``State.now_f``)
(HEAP_SIZE, SEQ, FREE_HEAD, FREE_LEFT, INSIDE_ALL, NEXT_CLASS, CHANGE_AT, SAMPLE_AT, WORK_HEAD, WORK_SIZE,
 ENTERED, GONE, LOST_ALL, LOG_SIZE, PENDING, WARM, EVENTS, FAULT, STUCK_AT, OVERFLOW) = range(20)  # fmt: skip
NOW, NEXT_ARRIVAL, NEXT_MARK = range(3)

# A place's state (``State.place_s``) and a pool's (``State.pool_s``)
CAPACITY, BASE, RULED, INSIDE, WAITING, BLOCKED, MOST = range(7)
USED = 3
UNRULED = -2

# Lists of patients by place and rank (``State.lists``)
QUEUE_HEAD, QUEUE_TAIL, BLOCKED_HEAD, BLOCKED_TAIL = range(4)

# A patient (``State.pat_i``, ``State.pat_f``)
(CLS, FIFTH, AT, STATE, TARGET, AFTER, BEFORE, STAMP, HOP, ID, LOG_ROW, STOPPED, VISIT, IN_AFTER, IN_BEFORE,
 ARRIVED_AS) = range(16)  # fmt: skip
STILL_THERE = -1000  # in the log: where somebody is at the end of the run
FREE, QUEUED, SERVED, DELAYED, HELD = range(5)
CAME, JOINED, STARTED, ENDS, LEFT_TO_GO, FULL_STAY, SINCE, FINISHED = range(8)

# Events (``State.heap_p``: slot << 2 | kind; the kind also orders what falls on one instant)
END_OF_STAY, END_OF_DELAY, WORSENS, OUT_OF_PATIENCE = range(4)

# What is counted, by place and group (``State.count_i``, ``State.sum_f``)
VISITS, STARTS, LEAVERS, LOST, LEFT, HINDERED, WAITED, INTERRUPTED, IN_TARGET = range(9)
WAIT, WAIT_INTERRUPTED, IN_STAY, IN_BLOCK, IN_DELAY, IN_PLACE, SINCE_ENTRY = range(7)
# by place (``State.area``) and pool (``State.pool_area``), over time
AREA_INSIDE, AREA_WAITING, AREA_BLOCKED, AREA_CAPACITY, LAST = range(5)
# by group (``State.all_i``, ``State.all_f``)
ARRIVALS, COMPLETED, TIME_IN_ALL = 0, 1, 0
# histograms (``State.hist``)
OF_WAIT, OF_PLACE, OF_ENTRY = range(3)

BINS_PER_DOUBLING = 32
BINS = 34 * BINS_PER_DOUBLING + 2
"""Bins of a histogram of seconds: 0 holds all under half a second, then 32 for each doubling, up to 270 years."""
