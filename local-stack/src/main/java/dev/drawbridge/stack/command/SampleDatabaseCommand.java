package dev.drawbridge.stack.command;

import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.command.EnvironmentOptions;
import dev.drawbridge.ops.command.ExitCode;
import dev.drawbridge.ops.database.OutboxSetup;
import dev.drawbridge.ops.environment.Environment;
import dev.drawbridge.ops.files.Context;
import dev.drawbridge.outbox.OutboxDatabase;
import dev.drawbridge.write.WriteDatabase;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** For docker-compose.yml: {@code outbox init}, and the private tables of the sample service beside the outbox. */
@Command(name = "sample-database", hidden = true, description = "Prepare the outbox and the sample service's tables.")
final class SampleDatabaseCommand implements Callable<Integer> {
    @Mixin
    private EnvironmentOptions options = new EnvironmentOptions();

    @Override
    public Integer call() throws Exception {
        Environment environment = options.environment();
        new OutboxSetup(environment)
                .apply(options.files().contexts().stream().map(Context::source).toList());
        String password = environment
                .databasePassword("owner")
                .orElseThrow(() ->
                        new ActionRequiredException(environment.file() + " lacks database.owner.password. Add it."))
                .reveal();
        WriteDatabase.migrate(environment.databaseAdministrator().url(), OutboxDatabase.OWNER, password);
        System.out.println("database applied");
        return ExitCode.OK;
    }
}
