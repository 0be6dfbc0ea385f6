// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher.record;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.PrintStream;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/**
 * Writes a line of JSON for everything that happens: {@code time} (UTC), {@code event}, {@code user}, {@code client}
 * where there is one, then what belongs to the event. It takes the lines of others as maps of the JDK's types. The
 * thread determines who asks. Safe for use by several threads.
 */
public final class Record implements Consumer<Map<String, Object>>, AutoCloseable {
    private static final Gson JSON = new GsonBuilder().disableHtmlEscaping().create();

    private final RecordFile file;
    private final Optional<PrintStream> journal;
    private final Clock clock;
    private final ThreadLocal<Actor> actor = new ThreadLocal<>();

    /**
     * A record.
     *
     * @param journal where each line goes as well
     */
    public Record(RecordFile file, Optional<PrintStream> journal, Clock clock) {
        this.file = file;
        this.journal = journal;
        this.clock = clock;
    }

    /**
     * Runs something that is asked for by somebody; what happens in this thread meanwhile is recorded as that one's.
     */
    public int as(Actor asker, IntSupplier work) {
        actor.set(asker);
        try {
            return work.getAsInt();
        } finally {
            actor.remove();
        }
    }

    /**
     * Writes a line.
     *
     * @param line has {@code event}; nothing in it is a secret
     */
    @Override
    public void accept(Map<String, Object> line) {
        accept(Optional.ofNullable(actor.get()).orElse(Actor.PLATFORM), line);
    }

    /** Writes a line about what somebody asked for. */
    public void accept(Actor asker, Map<String, Object> line) {
        Map<String, Object> whole = new LinkedHashMap<>();
        whole.put("time", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
        whole.put("event", line.get("event"));
        whole.put("user", asker.user());
        asker.client().ifPresent(client -> whole.put("client", client));
        new TreeMap<>(line).forEach(whole::putIfAbsent);
        String text = JSON.toJson(whole);
        file.append(text);
        journal.ifPresent(stream -> stream.println(text));
    }

    @Override
    public void close() {
        file.close();
    }
}
