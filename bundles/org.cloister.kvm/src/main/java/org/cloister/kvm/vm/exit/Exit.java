// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.vm.exit;

import java.util.List;
import java.util.Optional;
import org.cloister.api.Bytes;

/**
 * Why a vCPU came back (Linux, Documentation/virt/kvm/api.rst, section 5, "The kvm_run structure"). Events are copies:
 * they stay as they are when the vCPU runs on. Answers are read when it does.
 */
public sealed interface Exit {
    /** What the guest is to be answered before it runs on. */
    default Optional<ExitReply> question() {
        return Optional.empty();
    }

    /**
     * The guest wrote to a port.
     *
     * @param port its number, 0 to 0xffff
     * @param size bytes of one access: 1, 2 or 4
     * @param count how many accesses; more than one for string instructions
     * @param data what it wrote, {@code size * count} bytes
     */
    record PortWrite(int port, int size, int count, Bytes data) implements Exit {}

    /**
     * The guest reads from a port. Unanswered, it reads ones.
     *
     * @param port its number, 0 to 0xffff
     * @param size bytes of one access: 1, 2 or 4
     * @param count how many accesses; more than one for string instructions
     * @param answer what it will read, {@code size * count} bytes
     */
    record PortRead(int port, int size, int count, ExitReply answer) implements Exit {
        @Override
        public Optional<ExitReply> question() {
            return Optional.of(answer);
        }
    }

    /**
     * The guest wrote where no memory slot is.
     *
     * @param gpa the guest-physical address
     * @param data what it wrote, 1 to 8 bytes
     */
    record MmioWrite(long gpa, Bytes data) implements Exit {}

    /**
     * The guest reads where no memory slot is. Unanswered, it reads ones.
     *
     * @param gpa the guest-physical address
     * @param answer what it will read, 1 to 8 bytes
     */
    record MmioRead(long gpa, ExitReply answer) implements Exit {
        @Override
        public Optional<ExitReply> question() {
            return Optional.of(answer);
        }
    }

    /** The guest executed HLT, and no interrupt controller in the kernel could wake it. */
    record Hlt() implements Exit {}

    /** An instruction was executed; {@link org.cloister.kvm.vm.KvmVcpu#singleStep} asked for that. */
    record Step() implements Exit {}

    /**
     * The guest writes an MSR that {@link org.cloister.kvm.vm.KvmVm#exitOnWrite} names. Unanswered, it gets a general
     * protection fault; otherwise whoever answers has written the MSR.
     *
     * @param number of the MSR
     * @param value what is written
     * @param answer 1 byte: 0 when the MSR was written
     */
    record MsrWrite(int number, long value, ExitReply answer) implements Exit {
        @Override
        public Optional<ExitReply> question() {
            return Optional.of(answer);
        }
    }

    /** The guest ended by a triple fault. */
    record Shutdown() implements Exit {}

    /** The vCPU was stopped by {@link org.cloister.kvm.vm.KvmVcpu#stop()}. */
    record Intr() implements Exit {}

    /**
     * The processor refused to enter the guest.
     *
     * @param reason the processor's own code
     * @param cpu the host's processor
     */
    record FailEntry(long reason, int cpu) implements Exit {}

    /**
     * KVM could not go on.
     *
     * @param suberror what it stumbled over
     * @param data what it adds, at most 16 numbers
     */
    record InternalError(int suberror, List<Long> data) implements Exit {
        /** Both in words. */
        public String explain() {
            return InternalErrors.explain(suberror, data);
        }
    }

    /**
     * A hypercall that KVM leaves to its user. Unanswered, the guest gets -1000, KVM's "no such call".
     *
     * @param number of the call
     * @param arguments six numbers
     * @param answer the result, 8 bytes
     */
    record Hypercall(long number, List<Long> arguments, ExitReply answer) implements Exit {
        @Override
        public Optional<ExitReply> question() {
            return Optional.of(answer);
        }
    }

    /**
     * The guest touched a page that is not there as it wanted it.
     *
     * @param flags bit 3: it wanted it private
     * @param gpa the page's guest-physical address
     * @param size in bytes
     */
    record MemoryFault(long flags, long gpa, long size) implements Exit {}

    /**
     * The guest wants a reset or an end.
     *
     * @param type {@link org.cloister.kvm.vm.abi.Constants#SYSTEM_EVENT_SEV_TERM}, for example
     * @param data what it adds, at most 16 numbers; the GHCB MSR of a SEV guest that gave up
     */
    record SystemEvent(int type, List<Long> data) implements Exit {}

    /**
     * An SNP guest asks for certificates with its report. The answer is by {@link #grant}, {@link #tooSmall} or
     * {@link #refuse}; unanswered, it is refused with {@code EIO}.
     *
     * @param gpa where they go, a multiple of 4096
     * @param pages how many there is room for
     * @param answer pages and errno, 16 bytes
     */
    record SnpReqCerts(long gpa, long pages, ExitReply answer) implements Exit {
        @Override
        public Optional<ExitReply> question() {
            return Optional.of(answer);
        }

        /** The certificates are where the guest wants them. */
        public void grant() {
            refuse(0);
        }

        /** The guest has to give more room: {@code ENOSPC} with the number of pages. */
        public void tooSmall(long needed) {
            answer.put(0, Long.BYTES, needed);
            refuse(28);
        }

        /** There are none now ({@code EAGAIN}, 11) or ever ({@code EIO}, 5). */
        public void refuse(int errno) {
            answer.put(Long.BYTES, Long.BYTES, errno);
        }
    }

    /**
     * An exit for which there is no event here.
     *
     * @param reason its number in {@code linux/kvm.h}
     */
    record Unknown(int reason) implements Exit {}
}
