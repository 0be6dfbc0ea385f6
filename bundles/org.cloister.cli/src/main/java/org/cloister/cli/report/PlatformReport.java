// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.cloister.amd.channel.PlatformState;
import org.cloister.amd.channel.PlatformStatus;
import org.cloister.amd.channel.SnpPlatformStatus;
import org.cloister.api.Bytes;
import org.cloister.api.Trust;

/**
 * The answers of {@code platform}.
 *
 * @param json for programs; the platform is added to it
 * @param lines for people
 */
public record PlatformReport(JsonObject json, List<String> lines) {
    private static final int ID_SIZE = 64;

    /** The JSON with the platform in front. */
    public JsonObject of(String name, Trust trust) {
        JsonObject platform = new JsonObject();
        platform.addProperty("name", name);
        platform.addProperty("trust", trust.name());
        JsonObject whole = new JsonObject();
        whole.add("platform", platform);
        json.entrySet().forEach(entry -> whole.add(entry.getKey(), entry.getValue()));
        return whole;
    }

    /** The same with another line for people. */
    public PlatformReport and(String title, String content) {
        List<String> more = new ArrayList<>(lines);
        more.addAll(new Table("").row(title, content).lines());
        return new PlatformReport(json, more);
    }

    /** Of something that was done and has no answer. */
    public static PlatformReport done(String command) {
        JsonObject json = new JsonObject();
        json.addProperty("done", command);
        return new PlatformReport(json, List.of(command + " done"));
    }

    /** Of the SEV firmware. */
    public static PlatformReport status(PlatformStatus status) {
        JsonObject json = firmware(status.apiMajor(), status.apiMinor(), status.build());
        String state = word(status.state(), status.stateCode());
        json.addProperty("state", state);
        json.addProperty("owned", status.owned());
        json.addProperty("es", status.encryptedState());
        json.addProperty("guests", Integer.toUnsignedLong(status.guestCount()));
        Table table = new Table("")
                .row("api", status.apiMajor() + "." + status.apiMinor() + ", build " + status.build())
                .row("state", state)
                .row("owner", status.owned() ? "somebody else" : "the platform itself")
                .row("SEV-ES", status.encryptedState() ? "initialised" : "not initialised")
                .row("guests", Integer.toUnsignedString(status.guestCount()));
        return new PlatformReport(json, table.lines());
    }

    /** Of the SEV-SNP firmware. */
    public static PlatformReport snpStatus(SnpPlatformStatus status) {
        long build = Integer.toUnsignedLong(status.buildId());
        JsonObject json = firmware(status.apiMajor(), status.apiMinor(), build);
        String state = word(status.state(), status.stateCode());
        json.addProperty("state", state);
        json.addProperty("rmpInitialized", status.rmpInitialized());
        json.addProperty("guests", Integer.toUnsignedLong(status.guestCount()));
        json.addProperty("currentTcb", tcb(status.currentTcb()));
        json.addProperty("reportedTcb", tcb(status.reportedTcb()));
        Table table = new Table("")
                .row("api", status.apiMajor() + "." + status.apiMinor() + ", build " + build)
                .row("state", state)
                .row("RMP", status.rmpInitialized() ? "initialised" : "not initialised")
                .row("guests", Integer.toUnsignedString(status.guestCount()))
                .row("current TCB", tcb(status.currentTcb()))
                .row("reported TCB", tcb(status.reportedTcb()));
        switches(status).forEach((name, on) -> {
            json.addProperty(name, on);
            table.row(name, on ? "yes" : "no");
        });
        return new PlatformReport(json, table.lines());
    }

    private static Map<String, Boolean> switches(SnpPlatformStatus status) {
        Map<String, Boolean> switches = new LinkedHashMap<>();
        switches.put("chipIdMasked", status.chipIdMasked());
        switches.put("chipKeyMasked", status.chipKeyMasked());
        switches.put("vlekLoaded", status.vlekEnabled());
        switches.put("raplDisabled", status.raplDisabled());
        switches.put("ciphertextHidingCapable", status.ciphertextHidingCapable());
        switches.put("ciphertextHidingEnabled", status.ciphertextHidingEnabled());
        return switches;
    }

    /** Of the chip's identity, 64 bytes for each socket. */
    public static PlatformReport id(Bytes content) {
        List<String> ids = IntStream.iterate(0, at -> at < content.length(), at -> at + ID_SIZE)
                .mapToObj(at -> content.slice(at, Math.min(ID_SIZE, content.length() - at))
                        .hex())
                .toList();
        JsonArray array = new JsonArray();
        ids.forEach(array::add);
        JsonObject json = new JsonObject();
        json.add("ids", array);
        return new PlatformReport(json, ids);
    }

    /** Of files that were written. */
    public static PlatformReport written(Map<Path, Bytes> files) {
        Table table = new Table("");
        files.forEach((path, content) -> table.row(path.toString(), content.length() + " bytes"));
        JsonObject json = new JsonObject();
        json.add("files", Json.array(files.entrySet(), entry -> {
            JsonObject file = new JsonObject();
            file.addProperty("name", entry.getKey().toString());
            file.addProperty("size", entry.getValue().length());
            return file;
        }));
        return new PlatformReport(json, table.lines());
    }

    private static JsonObject firmware(int major, int minor, long build) {
        JsonObject api = new JsonObject();
        api.addProperty("major", major);
        api.addProperty("minor", minor);
        JsonObject json = new JsonObject();
        json.add("api", api);
        json.addProperty("build", build);
        return json;
    }

    private static String word(Optional<PlatformState> state, int code) {
        return state.map(Json::word).orElse("unknown (" + code + ")");
    }

    /** Which byte means what depends on the processor's generation. */
    private static String tcb(long raw) {
        return String.format(Locale.ROOT, "0x%016x", raw);
    }
}
