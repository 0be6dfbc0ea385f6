package org.cloister.probe.facts;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.cloister.api.Bytes;
import org.cloister.api.host.Fact;
import org.cloister.api.host.HostFacts;

/** Facts that remember every question and its answer, for a capture. A question that was asked before gets the answer it got then. Safe for use by
 * several threads. */
public final class Recording implements HostFacts {
    private final HostFacts host;
    private final Map<String, Fact<?>> asked = new TreeMap<>();
    private final Map<String, String> answers = new TreeMap<>();
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
    public Fact<Cpuid> cpuid(int leaf, int subleaf) {
        return ask(Question.cpuid(leaf, subleaf), () -> host.cpuid(leaf, subleaf), Notation::cpuid);
    }

    @Override
    public Fact<Long> msr(int register) {
        return ask(Question.msr(register), () -> host.msr(register), Notation::number);
    }

    /** The content lies beside the other answers, under its own path. */
    @Override
    @SuppressWarnings("unchecked") // a question always has answers of one type
    public synchronized Fact<Bytes> file(String path, int limit) {
        String question = Question.file(path);
        return (Fact<Bytes>) asked.computeIfAbsent(question + " " + limit, key -> {
            Fact<Bytes> fact = host.file(path, limit);
            if (fact instanceof Fact.Known<Bytes> known) {
                files.put(path, known.value());
            } else {
                answers.put(question, Notation.write(fact, Bytes::hex));
            }
            return fact;
        });
    }

    @Override
    public Fact<List<String>> folder(String path) {
        return ask(Question.folder(path), () -> host.folder(path), Notation::names);
    }

    @Override
    public Fact<Boolean> device(String path, boolean write) {
        return ask(Question.device(path, write), () -> host.device(path, write), String::valueOf);
    }

    @Override
    public Fact<Node> node(String path) {
        return ask(Question.node(path), () -> host.node(path), Notation::node);
    }

    @Override
    public Fact<IoctlAnswer> ioctl(Ioctl request) {
        return ask(Question.ioctl(request), () -> host.ioctl(request), Notation::answer);
    }

    @Override
    public Fact<IoctlAnswer> machineIoctl(Ioctl request) {
        return ask(Question.machineIoctl(request), () -> host.machineIoctl(request), Notation::answer);
    }

    /** Answers other than the content of files, by question. */
    synchronized Map<String, String> answers() {
        return Collections.unmodifiableMap(new TreeMap<>(answers));
    }

    /** Contents of files, by path. */
    synchronized Map<String, Bytes> files() {
        return Collections.unmodifiableMap(new TreeMap<>(files));
    }

    @SuppressWarnings("unchecked") // a question always has answers of one type
    private synchronized <T> Fact<T> ask(
            String question, java.util.function.Supplier<Fact<T>> host, Function<T, String> form) {
        return (Fact<T>) asked.computeIfAbsent(question, key -> {
            Fact<T> fact = host.get();
            answers.put(key, Notation.write(fact, form));
            return fact;
        });
    }
}
