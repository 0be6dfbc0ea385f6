// SPDX-License-Identifier: Apache-2.0
package org.cloister.probe;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cloister.amd.channel.PlatformEnvelope;
import org.cloister.api.Bytes;
import org.cloister.api.host.DeviceNode;
import org.cloister.api.host.Fact;
import org.cloister.api.host.HostFacts;
import org.cloister.probe.facts.CapturedFacts;

/** A captured host with some facts changed by a test. */
final class Altered implements HostFacts {
    private final HostFacts host;
    private final Map<Object, Fact<?>> changed = new HashMap<>();

    private Altered(HostFacts host) {
        this.host = host;
    }

    /** One of the captured hosts; a folder needs no closing. */
    static Altered host(String name) {
        return new Altered(CapturedFacts.open(Trees.of(name)));
    }

    Altered leaf(int number, int eax, int ebx, int ecx, int edx) {
        changed.put("cpuid " + number, new Fact.Known<>(new Cpuid(eax, ebx, ecx, edx)));
        return this;
    }

    Altered msr(int register, long value) {
        changed.put("msr " + register, new Fact.Known<>(value));
        return this;
    }

    Altered file(String path, String text) {
        changed.put(path, new Fact.Known<>(Bytes.of(text.getBytes(StandardCharsets.UTF_8))));
        return this;
    }

    Altered folder(String path, String... names) {
        changed.put("folder " + path, new Fact.Known<>(List.of(names)));
        return this;
    }

    Altered device(String path, Fact<Boolean> answer) {
        changed.put("device " + path, answer);
        return this;
    }

    Altered node(String path, Node node) {
        changed.put("node " + path, new Fact.Known<>(node));
        return this;
    }

    Altered capability(int number, int answer) {
        changed.put("capability " + number, new Fact.Known<>(new IoctlAnswer(answer, 0, Bytes.EMPTY, Bytes.EMPTY)));
        return this;
    }

    /** What the secure processor answers to a command. */
    Altered issued(int command, String hex) {
        changed.put("issue " + command, new Fact.Known<>(new IoctlAnswer(0, 0, Bytes.EMPTY, Bytes.ofHex(hex))));
        return this;
    }

    /** How the driver refuses a command, with the firmware's status in its envelope. */
    Altered refused(int command, int errno, int status) {
        Bytes envelope = new PlatformEnvelope(command, 0, status).encode();
        changed.put("issue " + command, new Fact.Known<>(new IoctlAnswer(-1, errno, envelope, Bytes.EMPTY)));
        return this;
    }

    @Override
    public String origin() {
        return host.origin();
    }

    @Override
    public Fact<Cpuid> cpuid(int leaf, int subleaf) {
        return either("cpuid " + leaf, host.cpuid(leaf, subleaf));
    }

    @Override
    public Fact<Long> msr(int register) {
        return either("msr " + register, host.msr(register));
    }

    @Override
    public Fact<Bytes> file(String path, int limit) {
        return either(path, host.file(path, limit));
    }

    @Override
    public Fact<List<String>> folder(String path) {
        return either("folder " + path, host.folder(path));
    }

    @Override
    public Fact<Boolean> device(String path, boolean write) {
        return either("device " + path, host.device(path, write));
    }

    @Override
    public Fact<Node> node(String path) {
        return either("node " + path, host.node(path));
    }

    @Override
    public Fact<IoctlAnswer> ioctl(Ioctl request) {
        boolean issued = request.device().equals(DeviceNode.SEV);
        return either(
                issued ? "issue " + request.buffer().at(0) : "capability " + request.argument(), host.ioctl(request));
    }

    @Override
    public Fact<IoctlAnswer> machineIoctl(Ioctl request) {
        return host.machineIoctl(request);
    }

    @SuppressWarnings("unchecked") // a question always has answers of one type
    private <T> Fact<T> either(String question, Fact<T> otherwise) {
        return (Fact<T>) changed.getOrDefault(question, otherwise);
    }
}
