// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.cloister.launcher.control.Caller;
import org.cloister.launcher.control.ControlRequest;
import org.cloister.launcher.control.ControlServer;
import org.cloister.launcher.record.Actor;
import org.cloister.launcher.record.Record;

/**
 * Records every command of a client before the client gets its exit code: who asked for which, about which guest, and
 * its result. No more of its words is written down, as the others may be private.
 */
final class RecordedCommands implements ControlServer.Commands {
    /** Their first operand names a guest. */
    private static final Set<String> OF_A_GUEST = Set.of("info", "stop", "reset");

    /** No command has so long a name; what is longer is somebody's nonsense. */
    private static final int MOST_NAME = 64;

    private static final String REFUSED = "refused";
    private static final List<String> BY_EXIT_CODE = List.of("done", "failed", REFUSED, REFUSED, "defect");

    private final Record record;
    private final Commands commands;

    RecordedCommands(Record record, Commands commands) {
        this.record = record;
        this.commands = commands;
    }

    /** Carries commands out. */
    @FunctionalInterface
    interface Commands {
        int run(ControlRequest request, Caller caller, Consumer<String> codes);
    }

    @Override
    public int run(ControlRequest request, Caller caller) {
        Actor actor = new Actor(caller.user(), Optional.of(request.client()));
        AtomicReference<String> code = new AtomicReference<>();
        long begin = System.nanoTime();
        // For what ends in an Error
        int exit = BY_EXIT_CODE.size() - 1;
        try {
            exit = record.as(actor, () -> commands.run(request, caller, code::set));
            return exit;
        } finally {
            Map<String, Object> line = line(request, outcome(exit, caller));
            Optional.ofNullable(code.get()).ifPresent(it -> line.put("code", it));
            line.put("exit", exit);
            line.put("millis", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
            record.accept(actor, line);
        }
    }

    private static Map<String, Object> line(ControlRequest request, String outcome) {
        Map<String, Object> line = new HashMap<>(Map.of("event", "command", "outcome", outcome));
        List<String> words = request.arguments();
        String command = words.isEmpty() ? "" : words.get(0);
        line.put("command", command.substring(0, Math.min(command.length(), MOST_NAME)));
        if (OF_A_GUEST.contains(command) && words.size() > 1 && !words.get(1).startsWith("-")) {
            line.put("guest", words.get(1));
        }
        return line;
    }

    private static String outcome(int exit, Caller caller) {
        boolean cancelled =
                exit == 1 && caller.interrupted().toCompletableFuture().isDone();
        return cancelled ? "cancelled" : exit < BY_EXIT_CODE.size() ? BY_EXIT_CODE.get(exit) : "failed";
    }

    @Override
    public void refused(String user, String reason) {
        record.accept(new Actor(user, Optional.empty()), Map.of("event", REFUSED, "outcome", REFUSED, "why", reason));
    }
}
