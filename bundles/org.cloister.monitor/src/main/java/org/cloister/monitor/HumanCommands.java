// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.cloister.amd.policy.SevPolicyBit;
import org.cloister.amd.policy.SnpPolicyBit;
import org.cloister.api.OnOff;
import org.cloister.monitor.qmp.Arguments;
import org.cloister.monitor.qmp.Command;
import org.cloister.monitor.qmp.ErrorClass;
import org.cloister.monitor.qmp.Parameter;
import org.cloister.monitor.qmp.Shape;
import org.cloister.monitor.qmp.Type;

/**
 * The command that takes a line of QEMU's monitor for people: {@code info} with a few words. Answers are lines that end
 * as that monitor's do (QEMU, monitor/hmp.c; hmp_info_sev of target/i386/sev.c).
 */
final class HumanCommands {
    private static final String LINE = "command-line";
    private static final String PROCESSOR = "cpu-index";

    private final MonitoredRun run;
    private final Map<String, Supplier<List<String>>> words = new LinkedHashMap<>();

    HumanCommands(MonitoredRun run, SevCommands sev, HostCommands host) {
        this.run = run;
        words.put("kvm", () -> List.of("kvm support: " + (host.isKvms() ? "enabled" : "not compiled")));
        words.put("name", () -> List.of(run.guest().id()));
        words.put("sev", () -> lines(sev.state()));
        words.put("status", () -> List.of("VM status: " + status(run.state())));
    }

    List<Command> table() {
        return List.of(new Command(
                        "human-monitor-command",
                        List.of(Parameter.required(LINE, Type.STRING), Parameter.optional(PROCESSOR, Type.INTEGER)),
                        Shape.TEXT,
                        this::answer)
                .marked("savevm-monitor-nodes"));
    }

    private JsonElement answer(Arguments arguments) {
        arguments.optionalNumber(PROCESSOR).ifPresent(this::requireProcessor);
        String line = arguments.text(LINE).strip();
        List<String> said = Arrays.asList(line.split("\\s+", 3));
        if (line.isEmpty()) {
            return new JsonPrimitive("");
        }
        if (!said.get(0).equals("info") || said.size() < 2 || !words.containsKey(said.get(1))) {
            return text(List.of("unknown command: '" + String.join(" ", said.subList(0, Math.min(said.size(), 2)))
                    + "'"));
        }
        return text(said.size() == 2 ? words.get(said.get(1)).get() : extraneous(said.get(1)));
    }

    private void requireProcessor(long index) {
        if (index < 0 || index >= run.guest().report().plan().vcpus().size()) {
            throw ErrorClass.GENERIC.error("Parameter '" + PROCESSOR + "' expects a CPU number");
        }
    }

    private static List<String> extraneous(String word) {
        return List.of(
                word + ": extraneous characters at the end of line",
                "Try \"help info " + word + "\" for more information");
    }

    private static String status(QmpRunState state) {
        return switch (state) {
            case RUNNING -> "running";
            case PAUSED -> "paused";
            case PRELAUNCH, SHUTDOWN -> "paused (" + state.word() + ")";
        };
    }

    private static List<String> lines(JsonObject sev) {
        String type = sev.get("sev-type").getAsString();
        String first = "SEV type: " + type;
        String state = "state: " + sev.get("state").getAsString();
        String build = "build: " + sev.get("build-id").getAsInt();
        String api = "api version: " + sev.get("api-major").getAsInt() + "."
                + sev.get("api-minor").getAsInt();
        if (sev.has("snp-policy")) {
            long policy = sev.get("snp-policy").getAsLong();
            return List.of(
                    first,
                    state,
                    build,
                    api,
                    "debug: " + OnOff.text(SnpPolicyBit.DEBUG.in(policy)),
                    "SMT allowed: " + OnOff.text(SnpPolicyBit.SMT.in(policy)));
        }
        long policy = sev.get("policy").getAsLong();
        return List.of(
                first,
                state,
                build,
                api,
                "handle: " + sev.get("handle").getAsLong(),
                "debug: " + OnOff.text(!SevPolicyBit.NODBG.in(policy)),
                "key-sharing: " + OnOff.text(!SevPolicyBit.NOKS.in(policy)));
    }

    private static JsonElement text(List<String> lines) {
        return new JsonPrimitive(String.join("\r\n", lines) + "\r\n");
    }
}
