package dev.drawbridge.cdc.postgres;

/** The checks on the newest PostgreSQL that is supported. */
class PreflightOnPostgres18IT extends PreflightChecks {
    @Override
    TestPostgres startServer() throws Exception {
        return TestPostgres.start(18);
    }
}
