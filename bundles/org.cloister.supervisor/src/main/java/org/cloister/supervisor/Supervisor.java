// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cloister.amd.channel.PlatformEnvelope;
import org.cloister.api.platform.SecureProcessor;
import org.cloister.softsev.client.IssueCommand;
import org.cloister.softsev.client.SoftKvm;
import org.cloister.supervisor.device.EmulatedFiles;
import org.cloister.supervisor.device.FileCalls;
import org.cloister.supervisor.device.RegisterNode;
import org.cloister.supervisor.device.SevNode;
import org.cloister.supervisor.device.SevNodeCalls;
import org.cloister.supervisor.kvm.KvmCalls;
import org.cloister.supervisor.kvm.VmTable;
import org.cloister.supervisor.linux.CallFilter;
import org.cloister.supervisor.linux.ProgramWords;
import org.cloister.supervisor.linux.Supervision;
import org.cloister.supervisor.linux.SystemCall;
import org.cloister.supervisor.linux.TraceEvent;
import org.cloister.supervisor.linux.Tracing;
import org.cloister.supervisor.trap.CallHandler;
import org.cloister.supervisor.trap.CommandTap;
import org.cloister.supervisor.trap.ProcessWatch;
import org.cloister.supervisor.trap.ProgramFile;
import org.cloister.supervisor.trap.SupervisedTree;
import org.cloister.supervisor.watch.CommandSink;
import org.cloister.supervisor.watch.CommandWatch;
import org.cloister.supervisor.watch.LogLines;
import org.cloister.supervisor.watch.TraceLines;
import org.cloister.supervisor.watch.WantedFailure;

/**
 * Runs programs against a secure processor in software: their system calls that are about confidential guests are
 * answered by it, all others are the kernel's. Nothing is protected, and no program is kept from anything.
 *
 * <pre>{@code
 * try (Supervisor supervisor = new Supervisor(host, SupervisorSettings.QUIET)) {
 *     int exitStatus = supervisor.begin(SupervisedProgram.of("qemu-system-x86_64", "-version")).join();
 * }
 * }</pre>
 */
public final class Supervisor implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Supervisor.class.getName());

    private final SevNode node = new SevNode();
    private final RegisterNode registers;
    private final VmTable vms = new VmTable();
    private final List<CallHandler> handlers;
    /** Answers CPUID, where the kernel lets programs be answered. */
    private final Optional<CpuidWatch> cpuid;

    /**
     * A supervisor of programs.
     *
     * @param host what programs find
     * @throws org.cloister.api.CloisterException {@code supervisor.host}, {@code supervisor.native} where programs
     *     cannot be supervised, {@code supervisor.failure} for a failure that cannot be
     */
    public Supervisor(EmulatedHost host, SupervisorSettings settings) {
        SupervisionNeeds.check();
        CommandTap tap = watch(settings);
        ModelFiles model = new ModelFiles(host.facts(), host.model());
        SecureProcessor processor = host.processor();
        registers = new RegisterNode(model.registers());
        EmulatedFiles files = model.files(node, registers);
        cpuid = Supervision.faultsCpuid() ? Optional.of(new CpuidWatch(model.cpuid())) : Optional.empty();
        handlers = List.of(
                new SevNodeCalls(node, processor.adapt(IssueCommand.class).orElseThrow(), tap),
                new KvmCalls(processor.adapt(SoftKvm.class).orElseThrow(), vms, node, tap),
                new FileCalls(files),
                registers);
    }

    private static CommandTap watch(SupervisorSettings settings) {
        List<CommandSink> sinks = new ArrayList<>();
        settings.trace().ifPresent(lines -> sinks.add(new TraceLines(lines)));
        settings.log().ifPresent(lines -> sinks.add(new LogLines(lines)));
        return new CommandWatch(
                sinks, settings.failures().stream().map(WantedFailure::parse).toList());
    }

    /**
     * Begins a program.
     *
     * @throws org.cloister.api.CloisterException {@code supervisor.program} for one that is not there,
     *     {@code supervisor.host} where the kernel does not let it be supervised
     */
    public RunningProgram begin(SupervisedProgram program) {
        ProgramWords words = new ProgramWords(
                program.words().stream().map(one -> one.toArray()).toList(),
                program.environment().stream().map(one -> one.toArray()).toList(),
                program.descriptors());
        return new RunningProgram(SupervisedTree.begin(words, filter(), handlers, new Watch(vms, cpuid)));
    }

    /** Whether programs that ask CPUID get this host's answers, as the kernel cannot have them fault. */
    public static boolean showsHostCpuid() {
        return !Supervision.faultsCpuid();
    }

    private static CallFilter filter() {
        Set<SystemCall> calls = EnumSet.copyOf(FileCalls.trapped());
        calls.add(SystemCall.EXECVE);
        Set<Long> requests = new LinkedHashSet<>(KvmCalls.trapped());
        requests.add(PlatformEnvelope.IOCTL);
        return CallFilter.of(calls, requests, KvmCalls.trappedWith());
    }

    /** Machines of processes that have ended are let go, and CPUID is answered. */
    private record Watch(VmTable vms, Optional<CpuidWatch> cpuid) implements ProcessWatch {
        @Override
        public void ended(int thread) {
            vms.changed(thread);
        }

        @Override
        public void program(int process, Tracing tracing) {
            vms.changed(process);
            if (ProgramFile.of(process).isOf32Bits()) {
                LOG.log(
                        Level.WARNING,
                        "the program of process {0} has 32 bits: it finds this host as it is, without the processor",
                        Integer.toString(process));
            }
            cpuid.ifPresent(watch -> watch.program(process, tracing));
        }

        @Override
        public boolean fault(TraceEvent event, Tracing tracing) {
            return cpuid.isPresent() && cpuid.get().answers(event, tracing);
        }
    }

    /** Lets go of every machine. Programs that still run find none of them any more. */
    @Override
    public void close() {
        vms.close();
        node.close();
        registers.close();
    }
}
