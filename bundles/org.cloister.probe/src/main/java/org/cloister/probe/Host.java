package org.cloister.probe;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.cloister.api.Bytes;
import org.cloister.api.host.Fact;
import org.cloister.api.host.HostFacts;
import org.cloister.api.host.HostFacts.Cpuid;
import org.cloister.api.host.HostFacts.Ioctl;
import org.cloister.api.host.HostFacts.IoctlAnswer;

/** The questions that the checks ask of a host, in their words. */
final class Host {
    static final String KVM = "/dev/kvm";
    static final String SEV = "/dev/sev";
    static final int ENCRYPTION_LEAF = 0x8000001f;

    private static final int HIGHEST_EXTENDED = 0x80000000;
    private static final int CHECK_EXTENSION = 0xAE03;
    private static final int VM_TYPES = 235;
    private static final int MEMORY_ENCRYPT_OP = 0xC008AEBA;
    private static final int SEV_ISSUE_CMD = 0xC0105300;
    private static final int MOST_TEXT = 4096;

    private final HostFacts facts;

    Host(HostFacts facts) {
        this.facts = facts;
    }

    HostFacts facts() {
        return facts;
    }

    Optional<Cpuid> cpuid(int leaf) {
        return known(facts.cpuid(leaf, 0));
    }

    /**
     * The leaf on memory encryption. The processor answers for a leaf beyond its highest too, with zeros as a rule: the highest one has to be
     * asked first.
     */
    Optional<Cpuid> encryptionLeaf() {
        return cpuid(HIGHEST_EXTENDED)
                .filter(leaf -> Integer.compareUnsigned(leaf.eax(), ENCRYPTION_LEAF) >= 0)
                .flatMap(leaf -> cpuid(ENCRYPTION_LEAF));
    }

    Fact<Long> msr(int register) {
        return facts.msr(register);
    }

    /** A file's text without white space around it. */
    Optional<String> text(String path) {
        return known(facts.file(path, MOST_TEXT))
                .map(bytes -> new String(bytes.toArray(), StandardCharsets.UTF_8).strip());
    }

    /** What KVM says of a capability; empty when it could not be asked. */
    OptionalInt capability(int number) {
        Optional<IoctlAnswer> answer = known(facts.ioctl(Ioctl.of(KVM, CHECK_EXTENSION, number)));
        return answer.isPresent() ? OptionalInt.of(answer.get().result()) : OptionalInt.empty();
    }

    /** Whether KVM makes machines of a type; empty when it could not be asked. */
    Optional<Boolean> offers(int vmType) {
        OptionalInt types = capability(VM_TYPES);
        return types.isPresent() ? Optional.of((types.getAsInt() >> vmType & 1) != 0) : Optional.empty();
    }

    /** The error number of {@code KVM_MEMORY_ENCRYPT_OP} without an argument; 0 when SEV is on. */
    OptionalInt encryptOp() {
        Optional<IoctlAnswer> answer = known(facts.machineIoctl(Ioctl.of(KVM, MEMORY_ENCRYPT_OP, 0)));
        return answer.isPresent() ? OptionalInt.of(answer.get().errno()) : OptionalInt.empty();
    }

    /**
     * What the secure processor answers to a command that only asks ({@code struct sev_issue_cmd}, packed: command, address, error).
     *
     * @param size bytes of the answer
     */
    Fact<IoctlAnswer> issue(int command, int size) {
        byte[] envelope = new byte[16];
        envelope[0] = (byte) command;
        return facts.ioctl(new Ioctl(SEV, SEV_ISSUE_CMD, 0, Bytes.of(envelope), Bytes.of(new byte[size]), 4));
    }

    /** A number behind a word in a file such as cgroup's misc.capacity; {@code max} is no limit. */
    OptionalLong misc(String file, String word) {
        return text("/sys/fs/cgroup/" + file).stream()
                .flatMap(String::lines)
                .map(line -> line.strip().split(" +"))
                .filter(parts -> parts.length == 2 && parts[0].equals(word) && parts[1].matches("\\d{1,18}"))
                .mapToLong(parts -> Long.parseLong(parts[1]))
                .findFirst();
    }

    static <T> Optional<T> known(Fact<T> fact) {
        return fact instanceof Fact.Known<T> known ? Optional.of(known.value()) : Optional.empty();
    }
}
