// SPDX-License-Identifier: Apache-2.0
package org.cloister.probe.facts;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cloister.api.Bytes;
import org.cloister.api.host.Fact;
import org.cloister.api.host.HostFacts;

/**
 * Facts that remember every question and its answer, for a capture. A question that was asked before gets the answer it
 * got then. Safe for use by several threads.
 */
public final class Recording implements HostFacts {
    private final HostFacts host;
    private final Map<String, Fact<?>> asked = new TreeMap<>();
    private final Map<String, Fact<?>> answers = new TreeMap<>();
    private final Map<String, Bytes> files = new TreeMap<>();

    /** Remembers what is asked of a host. */
    public Recording(HostFacts host) {
        this.host = host;
    }

    @Override
    public String origin() {
        return host.origin();
    }

    @Override
    public synchronized Fact<Cpuid> cpuid(int leaf, int subleaf) {
        String question = CaptureQuestion.cpuid(leaf, subleaf);
        Fact<Cpuid> before = before(question);
        return before != null ? before : keep(question, host.cpuid(leaf, subleaf));
    }

    @Override
    public synchronized Fact<Long> msr(int register) {
        String question = CaptureQuestion.msr(register);
        Fact<Long> before = before(question);
        return before != null ? before : keep(question, host.msr(register));
    }

    /** The content lies beside the other answers, under its own path. */
    @Override
    public synchronized Fact<Bytes> file(String path, int limit) {
        String question = CaptureQuestion.file(path) + " " + limit;
        Fact<Bytes> before = before(question);
        if (before != null) {
            return before;
        }
        Fact<Bytes> fact = host.file(path, limit);
        asked.put(question, fact);
        if (fact instanceof Fact.Known<Bytes> known) {
            files.put(path, known.value());
        } else {
            answers.put(CaptureQuestion.file(path), fact);
        }
        return fact;
    }

    @Override
    public synchronized Fact<List<String>> folder(String path) {
        String question = CaptureQuestion.folder(path);
        Fact<List<String>> before = before(question);
        return before != null ? before : keep(question, host.folder(path));
    }

    @Override
    public synchronized Fact<Boolean> device(String path, boolean write) {
        String question = CaptureQuestion.device(path, write);
        Fact<Boolean> before = before(question);
        return before != null ? before : keep(question, host.device(path, write));
    }

    @Override
    public synchronized Fact<Node> node(String path) {
        String question = CaptureQuestion.node(path);
        Fact<Node> before = before(question);
        return before != null ? before : keep(question, host.node(path));
    }

    @Override
    public synchronized Fact<IoctlAnswer> ioctl(Ioctl request) {
        String question = CaptureQuestion.ioctl(request);
        Fact<IoctlAnswer> before = before(question);
        return before != null ? before : keep(question, host.ioctl(request));
    }

    @Override
    public synchronized Fact<IoctlAnswer> machineIoctl(Ioctl request) {
        String question = CaptureQuestion.machineIoctl(request);
        Fact<IoctlAnswer> before = before(question);
        return before != null ? before : keep(question, host.machineIoctl(request));
    }

    /** Answers other than the content of files, by question, as captures write them. */
    synchronized Map<String, String> answers() {
        Map<String, String> written = new TreeMap<>();
        answers.forEach((question, fact) -> written.put(question, FactNotation.write(fact, FactNotation::value)));
        return Collections.unmodifiableMap(written);
    }

    /** Contents of files, by path. */
    synchronized Map<String, Bytes> files() {
        return Collections.unmodifiableMap(new TreeMap<>(files));
    }

    /** What was answered before; null when the question is a new one. */
    @SuppressWarnings("unchecked") // a question always has answers of one type
    private <T> Fact<T> before(String question) {
        return (Fact<T>) asked.get(question);
    }

    private <T> Fact<T> keep(String question, Fact<T> fact) {
        asked.put(question, fact);
        answers.put(question, fact);
        return fact;
    }
}
