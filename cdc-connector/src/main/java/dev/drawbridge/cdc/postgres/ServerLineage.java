package dev.drawbridge.cdc.postgres;

/**
 * Which history of which server a position belongs to. Two servers promoted from the same one can have timelines of the same
 * number: where they began distinguishes them.
 *
 * @param system the server's system identifier, made by initdb and copied by base backups
 * @param timeline the number of its timeline; each promotion begins another
 * @param began the LSN at which that timeline left the one before; 0 for a server that was never promoted
 */
record ServerLineage(String system, long timeline, long began) {}
