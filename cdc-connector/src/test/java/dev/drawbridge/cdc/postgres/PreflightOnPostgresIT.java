package dev.drawbridge.cdc.postgres;

/** The checks on the version that the build names. */
class PreflightOnPostgresIT extends PreflightChecks {
    @Override
    TestPostgres startServer() throws Exception {
        return TestPostgres.start();
    }
}
