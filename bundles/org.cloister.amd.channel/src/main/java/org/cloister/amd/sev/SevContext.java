// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.sev;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.cloister.amd.cpu.Profile;
import org.cloister.amd.firmware.Area;
import org.cloister.amd.firmware.ImageMapping;
import org.cloister.amd.firmware.OvmfImage;
import org.cloister.amd.launch.GuestSettings;
import org.cloister.amd.launch.OwnerSessionBlobs;
import org.cloister.amd.policy.Policy;
import org.cloister.amd.policy.PolicyLayout;
import org.cloister.amd.policy.SevPolicyBit;
import org.cloister.amd.setting.AmdType;
import org.cloister.amd.setting.GuestSetting;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.api.guest.ContextValue;
import org.cloister.api.guest.GuestPolicy;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.Measurement;
import org.cloister.api.guest.StoredRequest;

/**
 * The words of an SEV or SEV-ES launch context, version 1. The owner's session is in it: it is wrapped, and no secret
 * here.
 */
record SevContext(LaunchContext context) {
    private static final String STATE = "state";
    private static final String POLICY = GuestSetting.POLICY.key();
    private static final String PROFILE = GuestSetting.PROFILE.key();
    private static final String CERTIFICATE = GuestSetting.DH_CERT.key();
    private static final String SESSION = GuestSetting.SESSION.key();
    private static final String HANDLE = GuestSetting.HANDLE.key();
    private static final String SECRET_AREA = "secret-area";
    private static final String RANGES = "ranges";
    private static final String MEASUREMENT = "measurement";
    private static final String REQUEST = "request";
    private static final String FEATURES = "features";

    /** QEMU's words for where a launch is. */
    enum State {
        UNINIT,
        LAUNCH_UPDATE,
        LAUNCH_SECRET,
        RUNNING,
        SEND_UPDATE,
        RECEIVE_UPDATE,
        SENT;

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Memory that was measured. */
    record Measured(long gpa, long size) {}

    static LaunchContext initial(LaunchContext empty, GuestRequest request, GuestSettings settings) {
        LaunchContext context = empty.with(STATE, new ContextValue.Text(State.UNINIT.word()))
                .with(POLICY, settings.policy().toGuestPolicy())
                .with(PROFILE, new ContextValue.Text(settings.profile().key()))
                .with(HANDLE, new ContextValue.Number(settings.keyOf().orElse(0)))
                .with(RANGES, new ContextValue.Items(List.of()))
                .with(REQUEST, StoredRequest.of(request));
        Optional<Area> area = OvmfImage.parse(request.firmware(), ImageMapping.FLASH)
                .secretArea()
                .filter(Area::isPresent);
        LaunchContext placed = area.map(it -> context.with(SECRET_AREA, place(it.base(), it.size())))
                .orElse(context);
        return settings.session()
                .map(session -> placed.with(CERTIFICATE, new ContextValue.Blob(session.certificate()))
                        .with(SESSION, new ContextValue.Blob(session.session())))
                .orElse(placed);
    }

    /** A guest that arrives: nobody here knows what it was launched from. */
    static LaunchContext received(LaunchContext empty, Policy policy, Profile profile, long features, int handle) {
        return empty.with(STATE, new ContextValue.Text(State.RECEIVE_UPDATE.word()))
                .with(POLICY, policy.toGuestPolicy())
                .with(PROFILE, new ContextValue.Text(profile.key()))
                .with(HANDLE, new ContextValue.Number(Integer.toUnsignedLong(handle)))
                .with(RANGES, new ContextValue.Items(List.of()))
                .with(FEATURES, new ContextValue.Number(features));
    }

    State state() {
        String word = context.get(STATE, ContextValue.Text.class).value();
        return Arrays.stream(State.values())
                .filter(state -> state.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("state " + word));
    }

    Policy policy() {
        return new Policy(
                PolicyLayout.SEV, context.get(POLICY, GuestPolicy.class).value());
    }

    boolean encryptedState() {
        return policy().has(SevPolicyBit.ES);
    }

    Optional<OwnerSessionBlobs> session() {
        return context.find(CERTIFICATE, ContextValue.Blob.class)
                .map(certificate -> new OwnerSessionBlobs(certificate.value(), context.blob(SESSION)));
    }

    /** Before the start the guest whose key is shared, 0 for none; after it the guest itself. */
    int handle() {
        return (int) context.number(HANDLE);
    }

    Optional<Area> secretArea() {
        return context.find(SECRET_AREA, ContextValue.Fields.class)
                .map(fields -> new Area(number(fields, "gpa"), number(fields, "size")));
    }

    List<Measured> ranges() {
        return context.get(RANGES, ContextValue.Items.class).values().stream()
                .map(ContextValue.Fields.class::cast)
                .map(fields -> new Measured(number(fields, "gpa"), number(fields, "size")))
                .toList();
    }

    Optional<Measurement> measurement() {
        return context.find(MEASUREMENT, Measurement.class);
    }

    Profile profile() {
        return Profile.named(context.get(PROFILE, ContextValue.Text.class).value());
    }

    /** The SEV features that the machine was initialised with. */
    long features() {
        return context.find(FEATURES, ContextValue.Number.class)
                .map(ContextValue.Number::value)
                .orElseGet(() ->
                        GuestSettings.of(AmdType.of(context.type()), request()).guestFeatures());
    }

    /** What it was launched from; a guest that was received has nothing of that. */
    GuestRequest request() {
        return context.find(REQUEST, ContextValue.Fields.class)
                .map(StoredRequest::read)
                .orElseThrow(() -> Problem.operation(
                                SevCodes.RESET_RECEIVED,
                                "this guest was received, and what it was launched from is not here")
                        .remedy("stop it and launch it anew")
                        .exception());
    }

    LaunchContext started(int handle) {
        return in(State.LAUNCH_UPDATE).with(HANDLE, new ContextValue.Number(Integer.toUnsignedLong(handle)));
    }

    LaunchContext updated(InitialRange range) {
        ContextValue.Items longer =
                context.get(RANGES, ContextValue.Items.class).and(place(range.gpa(), range.size()));
        return context.with(RANGES, longer);
    }

    LaunchContext measured(Bytes code, Bytes nonce) {
        Measurement measurement = new Measurement(
                AbstractSevGuestSupport.ALGORITHM, code, Measurement.Source.FIRMWARE, Optional.of(nonce));
        return in(State.LAUNCH_SECRET).with(MEASUREMENT, measurement);
    }

    LaunchContext in(State state) {
        return context.with(STATE, new ContextValue.Text(state.word()));
    }

    private static ContextValue.Fields place(long gpa, long size) {
        return new ContextValue.Fields(
                Map.of("gpa", new ContextValue.Number(gpa), "size", new ContextValue.Number(size)));
    }

    private static long number(ContextValue.Fields fields, String name) {
        return ((ContextValue.Number) fields.values().get(name)).value();
    }
}
