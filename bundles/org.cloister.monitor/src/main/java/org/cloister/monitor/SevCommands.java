// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;
import org.cloister.amd.channel.GetId2;
import org.cloister.amd.channel.GetPlatformStatus;
import org.cloister.amd.channel.LengthQuery;
import org.cloister.amd.channel.PdhCertExport;
import org.cloister.amd.channel.PlatformChannel;
import org.cloister.amd.channel.PlatformStatus;
import org.cloister.amd.setting.AmdType;
import org.cloister.api.Base64Text;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.api.guest.Measurement;
import org.cloister.api.launch.Guest;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.monitor.codes.MonitorCodes;
import org.cloister.monitor.qmp.Arguments;
import org.cloister.monitor.qmp.Command;
import org.cloister.monitor.qmp.Parameter;
import org.cloister.monitor.qmp.Shape;
import org.cloister.monitor.qmp.Type;

/** Commands about SEV (QEMU, qapi/misc-i386.json). */
final class SevCommands {
    private static final int NONCE = 16;

    private final MonitoredRun run;
    private final Guest guest;
    private final Optional<PlatformChannel> processor;

    SevCommands(MonitoredRun run, Optional<PlatformChannel> processor) {
        this.run = run;
        this.guest = run.guest();
        this.processor = processor;
    }

    List<Command> table() {
        return List.of(
                Command.query("query-sev", SevShapes.STATE, this::state),
                Command.query("query-sev-capabilities", SevShapes.CAPABILITIES, this::capabilities),
                Command.query("query-sev-launch-measure", SevShapes.DATA, this::measurement),
                new Command(
                        "sev-inject-launch-secret",
                        List.of(
                                Parameter.required("packet-header", Type.STRING),
                                Parameter.required("secret", Type.STRING),
                                Parameter.optional("gpa", Type.UINT64)),
                        Shape.NOTHING,
                        this::inject),
                new Command(
                        "query-sev-attestation-report",
                        List.of(Parameter.required("mnonce", Type.STRING)),
                        SevShapes.DATA,
                        this::report));
    }

    /** What {@code query-sev} answers. */
    JsonObject state() {
        AmdType type = AmdType.find(guest.type())
                .orElseThrow(() -> Problem.operation(MonitorCodes.MONITOR_TYPE, "this guest is not an SEV guest")
                        .found(guest.type())
                        .exception());
        PlatformStatus platform = processor().execute(new GetPlatformStatus());
        JsonObject json = new JsonObject();
        json.addProperty("enabled", true);
        json.addProperty("api-major", platform.apiMajor());
        json.addProperty("api-minor", platform.apiMinor());
        json.addProperty("build-id", platform.build());
        json.addProperty("state", guest.status().state());
        json.addProperty("sev-type", type.sevGuestType());
        addLaunch(json, type == AmdType.SEV_SNP);
        return json;
    }

    private void addLaunch(JsonObject json, boolean snp) {
        long policy = guest.report().plan().policy().value();
        if (snp) {
            json.addProperty("snp-policy", policy);
        } else {
            json.addProperty("policy", policy);
            json.addProperty("handle", guest.status().handle().orElse(0));
        }
    }

    private JsonElement capabilities() {
        PdhCertExport.Certificates certificates = LengthQuery.fetch(processor(), PdhCertExport.LENGTH);
        Bytes id = LengthQuery.fetch(processor(), GetId2.LENGTH).content();
        JsonObject json = new JsonObject();
        json.addProperty("pdh", Base64Text.encode(certificates.pdh().content()));
        json.addProperty("cert-chain", Base64Text.encode(certificates.chain().content()));
        json.addProperty("cpu0-id", Base64Text.encode(id));
        json.addProperty("cbitpos", cbit());
        json.addProperty("reduced-phys-bits", GuestObject.REDUCED_PHYS_BITS);
        return json;
    }

    private long cbit() {
        return guest.platform()
                .number(PlatformFacts.CBIT)
                .orElseThrow(() -> Problem.host(
                                MonitorCodes.MONITOR_CBIT, "the platform does not report the position of its C-bit")
                        .exception());
    }

    private JsonElement measurement() {
        Measurement measurement = guest.report()
                .measurement()
                .filter(it -> it.nonce().isPresent())
                .orElseThrow(() -> Problem.operation(
                                MonitorCodes.MONITOR_MEASUREMENT,
                                "there is no launch measurement that the firmware authenticated")
                        .at(guest.type().name())
                        .remedy("for sev-snp ask for an attestation report from inside the guest")
                        .exception());
        byte[] both = new byte[measurement.value().length() + NONCE];
        measurement.value().copyTo(0, both, 0, measurement.value().length());
        measurement.nonce().orElseThrow().copyTo(0, both, measurement.value().length(), NONCE);
        JsonObject json = new JsonObject();
        json.addProperty("data", Base64Text.encode(Bytes.of(both)));
        return json;
    }

    private JsonElement inject(Arguments arguments) {
        guest.injectSecret(
                arguments.base64("packet-header"),
                arguments.base64("secret"),
                arguments.optionalNumber("gpa"),
                run.limits());
        return new JsonObject();
    }

    private JsonElement report(Arguments arguments) {
        JsonObject json = new JsonObject();
        json.addProperty("data", Base64Text.encode(guest.attestationReport(arguments.base64("mnonce"), run.limits())));
        return json;
    }

    private PlatformChannel processor() {
        return processor.orElseThrow(() -> Problem.host(
                        MonitorCodes.MONITOR_PROCESSOR, "the secure processor of this platform cannot be asked")
                .at(guest.platform().vmm())
                .exception());
    }
}
