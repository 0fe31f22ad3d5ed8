package dev.drawbridge.cdc.postgres;

/** The checks on the oldest PostgreSQL that is supported. */
class PreflightOnPostgres15IT extends PreflightChecks {
    @Override
    TestPostgres startServer() throws Exception {
        return TestPostgres.start(15);
    }
}
