package org.cloister.api.host;

import java.util.List;
import org.cloister.api.Bytes;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What can be read of a host, without judging it: of this one, or of one that was captured.
 *
 * <p>Every question gets an answer; nothing throws. Asking changes nothing on the host. Safe for use by several threads.
 */
@ConsumerType
public interface HostFacts {
    /** What is described, for people: {@code this host}, or the place of a capture. */
    String origin();

    /**
     * A leaf of CPUID on the first processor.
     *
     * @param leaf EAX before the instruction
     * @param subleaf ECX before the instruction
     */
    Fact<Cpuid> cpuid(int leaf, int subleaf);

    /**
     * A model-specific register of the first processor.
     *
     * @param register its number, as an unsigned 32-bit value
     */
    Fact<Long> msr(int register);

    /**
     * The content of a file.
     *
     * @param path absolute
     * @param limit at most so many bytes, from its beginning
     */
    Fact<Bytes> file(String path, int limit);

    /**
     * The names in a folder, sorted.
     *
     * @param path absolute
     */
    Fact<List<String>> folder(String path);

    /**
     * Whether this user can open a device node for reading and writing.
     *
     * @param path absolute
     * @return known when it can
     */
    Fact<Boolean> device(String path);

    /**
     * What a device answers to a request that changes nothing.
     *
     * @param path the device node
     * @param request the ioctl number, as an unsigned 32-bit value
     * @param argument the number handed over, or the buffer where there is one
     * @param buffer input and size of the buffer; empty for none
     */
    Fact<IoctlAnswer> ioctl(String path, int request, long argument, Bytes buffer);

    /** Registers after CPUID, each an unsigned 32-bit value. */
    record Cpuid(int eax, int ebx, int ecx, int edx) {}

    /**
     * The answer to an ioctl.
     *
     * @param result what the call returned; -1 on failure
     * @param errno the error number; 0 without failure
     * @param buffer the buffer afterwards
     */
    record IoctlAnswer(int result, int errno, Bytes buffer) {}
}
