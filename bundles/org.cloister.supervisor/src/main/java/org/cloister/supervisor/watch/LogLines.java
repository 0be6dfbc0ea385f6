// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.watch;

import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.cloister.amd.status.Errno;
import org.cloister.amd.status.FirmwareStatus;

/**
 * Commands as lines for people.
 *
 * @param lines gets each, without an end
 */
public record LogLines(Consumer<String> lines) implements CommandSink {
    @Override
    public void take(SeenCommand command) {
        StringBuilder line = new StringBuilder().append(command.process()).append("  ");
        command.machine()
                .ifPresent(machine -> line.append("vm ").append(machine).append("  "));
        line.append(command.name()).append("  ").append(outcome(command));
        line.append("  ").append(command.micros()).append(" µs");
        if (!command.arguments().isEmpty()) {
            line.append("  ")
                    .append(command.arguments().entrySet().stream()
                            .map(one -> one.getKey() + "=" + one.getValue())
                            .collect(Collectors.joining(" ")));
        }
        if (command.digest().length() > 0) {
            line.append("  digest ").append(command.digest().hex());
        }
        lines.accept(line.toString());
    }

    private static String outcome(SeenCommand command) {
        if (command.errno() == 0) {
            return "done";
        }
        String kernel = Errno.describe(command.name(), command.errno());
        return command.status().isPresent() && command.status().getAsInt() != FirmwareStatus.NOT_CALLED
                ? kernel + ", firmware status "
                        + FirmwareStatus.describe(
                                command.name(), command.status().getAsInt())
                : kernel;
    }
}
