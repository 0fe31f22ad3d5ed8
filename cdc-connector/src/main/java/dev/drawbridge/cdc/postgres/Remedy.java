package dev.drawbridge.cdc.postgres;

/** What several findings end with. The order of the calls matters: a connector that runs would store its offset again. */
final class Remedy {
    static final String BEGIN_AT_SLOT = "let the connector begin at the slot: PUT /connectors/<name>/stop, DELETE"
            + " /connectors/<name>/offsets, PUT /connectors/<name>/resume";

    static final String AND_REPUBLISH =
            BEGIN_AT_SLOT + ", and republish on the write side what was written in between.";

    /** For another history of the data: what was published and is lost in the database stays with all readers. */
    static final String AFTER_A_RESTORE = "Follow docs/operations/restore.md; or, if no published row is missing"
            + " there, " + BEGIN_AT_SLOT + ", and republish all.";

    private Remedy() {}
}
