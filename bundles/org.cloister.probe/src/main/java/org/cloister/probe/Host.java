// SPDX-License-Identifier: Apache-2.0
package org.cloister.probe;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.cloister.amd.channel.PlatformEnvelope;
import org.cloister.amd.cpu.CpuidLeaf;
import org.cloister.amd.kvm.HostKvm;
import org.cloister.api.Bytes;
import org.cloister.api.host.DeviceNode;
import org.cloister.api.host.Fact;
import org.cloister.api.host.HostFacts;
import org.cloister.api.host.HostFacts.Cpuid;
import org.cloister.api.host.HostFacts.Ioctl;
import org.cloister.api.host.HostFacts.IoctlAnswer;
import org.cloister.probe.ProbeFindings.Subject;

/** The questions that the checks ask of a host, in their words. */
final class Host {

    private static final int MOST_TEXT = 1 << 14;

    private final HostFacts facts;

    Host(HostFacts facts) {
        this.facts = facts;
    }

    HostFacts facts() {
        return facts;
    }

    HostKvm kvm() {
        return new HostKvm(facts);
    }

    Optional<Cpuid> cpuid(int leaf) {
        return known(facts.cpuid(leaf, 0));
    }

    /**
     * The leaf on memory encryption. The processor answers for a leaf beyond its highest too, with zeros as a rule: the
     * highest one has to be asked first.
     */
    Optional<Cpuid> encryptionLeaf() {
        return cpuid(CpuidLeaf.HIGHEST_EXTENDED)
                .filter(leaf -> Integer.compareUnsigned(leaf.eax(), CpuidLeaf.ENCRYPTED_MEMORY) >= 0)
                .flatMap(leaf -> cpuid(CpuidLeaf.ENCRYPTED_MEMORY));
    }

    Fact<Long> msr(int register) {
        return facts.msr(register);
    }

    /** A file's text without white space around it. */
    Optional<String> text(String path) {
        return known(facts.file(path, MOST_TEXT))
                .map(bytes -> new String(bytes.toArray(), StandardCharsets.UTF_8).strip());
    }

    /** Whether a folder is there. */
    boolean hasFolder(String path) {
        return facts.folder(path) instanceof Fact.Known;
    }

    /** The names in a folder; none where it cannot be read. */
    List<String> names(String path) {
        return known(facts.folder(path)).orElse(List.of());
    }

    /**
     * A check whose question a device did not answer: skipped when the device has a check that says why, else unknown.
     */
    void unasked(String device, Subject subject, ProbeFindings findings) {
        Fact<Boolean> answers = facts.device(device, true);
        if (answers instanceof Fact.Known<Boolean> known && known.value()) {
            findings.unknown(subject, "could not be asked", "see the check of " + device);
        } else {
            findings.skip(
                    subject,
                    answers instanceof Fact.Denied ? "this user may not open " + device : device + " is not usable");
        }
    }

    /**
     * What the secure processor answers to a command that only asks.
     *
     * @param size bytes of the answer
     */
    Fact<IoctlAnswer> issue(int command, int size) {
        Bytes envelope = new PlatformEnvelope(command, 0, 0).encode();
        Fact<IoctlAnswer> answer = facts.ioctl(new Ioctl(
                DeviceNode.SEV,
                (int) PlatformEnvelope.IOCTL,
                0,
                envelope,
                Bytes.of(new byte[size]),
                PlatformEnvelope.DATA_OFFSET));
        boolean mangled = answer instanceof Fact.Known<IoctlAnswer> known
                && known.value().errno() == 0
                && known.value().pointee().length() != size;
        return mangled ? new Fact.Unknown<>("the answer has another size than " + size) : answer;
    }

    /** A line of {@code /proc/meminfo}, in its unit: KiB for sizes. */
    OptionalLong memoryInfo(String word) {
        return Lines.of(text("/proc/meminfo")).number(word);
    }

    /** A number behind a word in a file such as cgroup's misc.capacity; {@code max} is not a limit. */
    OptionalLong misc(String file, String word) {
        return Lines.of(text("/sys/fs/cgroup/" + file)).number(word);
    }

    static <T> Optional<T> known(Fact<T> fact) {
        return fact instanceof Fact.Known<T> known ? Optional.of(known.value()) : Optional.empty();
    }
}
