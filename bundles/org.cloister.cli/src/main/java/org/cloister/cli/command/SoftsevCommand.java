// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.List;
import java.util.concurrent.Callable;
import org.cloister.amd.cpu.CpuidLeaf;
import org.cloister.api.Cancellation;
import org.cloister.api.Limits;
import org.cloister.api.host.Fact;
import org.cloister.api.host.HostFacts;
import org.cloister.cli.session.CommandContext;
import org.cloister.supervisor.EmulatedHost;
import org.cloister.supervisor.RunningProgram;
import org.cloister.supervisor.Supervisor;
import org.cloister.supervisor.SupervisorSettings;

/** {@code softsev}: a program as it is, against the secure processor in software. */
final class SoftsevCommand implements Callable<Integer> {
    private static final int TERMINATE = 15;
    private static final int CBIT = 0x3f;

    private final CommandContext session;
    private final OptionRows rows = new OptionRows();
    private final ModelOptions model = rows.add(new ModelOptions());
    private final OptionRow<String> trace = rows.text(
            "--trace",
            "FILE",
            "Write a line of JSON for each command to the secure processor to the end of this file.");
    private final OptionRow<String> log =
            rows.text("--log", "FILE", "Write a line for people for each command to the end of this file.");
    private final OptionRow<List<String>> failures = rows.texts(
            "--fail",
            "COMMAND:N=STATUS",
            "Have the N-th call of a command fail, with a status of the firmware or an error number, by name or number:",
            "LAUNCH_MEASURE:1=BAD_MEASUREMENT, INIT2:2=EBUSY, INIT2:2=-16.");
    private final OptionRow<List<String>> words =
            rows.operands("1..*", "PROGRAM", "The program and its arguments, behind --.");

    private SoftsevCommand(CommandContext session) {
        this.session = session;
    }

    static CommandModel model(CommandContext session) {
        SoftsevCommand command = new SoftsevCommand(session);
        return CommandModel.of(command, command.rows)
                .meaning(
                        "The program and its children find /dev/sev, machines for SEV, SEV-ES and SEV-SNP, and what a host",
                        "with them says of itself. Nothing is protected. The exit code is the program's; 3 where this host",
                        "cannot run it so.")
                .footer("", "cloister softsev -- qemu-system-x86_64 -accel kvm …");
    }

    @Override
    public Integer call() throws Exception {
        try (EmulatedHost host = EmulatedHost.of(model.settings(session), Limits.of(session.cancellation()));
                TextLog traced = TextLog.of(session, trace.value());
                TextLog logged = TextLog.of(session, log.value());
                Supervisor supervisor = new Supervisor(host, settings(traced, logged))) {
            if (model.hasState()) {
                host.hold();
            }
            banner(host);
            return run(supervisor);
        }
    }

    private SupervisorSettings settings(TextLog traced, TextLog logged) {
        SupervisorSettings settings = SupervisorSettings.QUIET.withFailures(failures.value());
        settings = trace.value() == null ? settings : settings.withTrace(traced::line);
        return log.value() == null ? settings : settings.withLog(logged::line);
    }

    private int run(Supervisor supervisor) throws InterruptedException {
        try (RunningProgram program = supervisor.begin(new OwnWords(words.value()).program())) {
            program.leaveTerminal();
            // Who is asked to end asks the program, which has some seconds for it
            try (Cancellation.Registration ended = session.cancellation().onCancel(() -> program.send(TERMINATE));
                    OrderlyEnd end = new OrderlyEnd(session.cancellation())) {
                return program.join();
            }
        }
    }

    private void banner(EmulatedHost host) {
        tell("cloister: the program finds an emulated secure processor (" + host.model()
                + "); it is not AMD's, and nothing is protected");
        if (Supervisor.showsHostCpuid()) {
            tell("cloister: this kernel cannot answer CPUID for programs: they see this host's processor, for QEMU"
                    + " cbitpos=" + cbit());
        }
    }

    // What QEMU reads, whether the processor has that leaf or not
    private String cbit() {
        return session.host().cpuid(CpuidLeaf.ENCRYPTED_MEMORY, 0) instanceof Fact.Known<HostFacts.Cpuid> known
                ? Integer.toString(known.value().ebx() & CBIT)
                : "as query-sev-capabilities tells";
    }

    private void tell(String line) {
        session.streams().err().println(line);
    }
}
