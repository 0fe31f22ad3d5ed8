package dev.drawbridge.contracts.release;

import java.util.Locale;

/** What a change of a contract means for its consumers. */
public enum ReleaseImpact {
    /** The same contract. */
    NONE,
    /** Other words, the same promise. */
    PATCH,
    /** A larger promise: consumers need not change. */
    MINOR,
    /** A broken promise: it needs a new type and topic. */
    MAJOR;

    /** The name in reports. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
