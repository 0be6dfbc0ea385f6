// SPDX-License-Identifier: Apache-2.0
package org.cloister.snp;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.cloister.amd.crypto.Hash;
import org.cloister.amd.launch.GuestSettings;
import org.cloister.amd.setting.AmdType;
import org.cloister.amd.setting.GuestSetting;
import org.cloister.api.Bytes;
import org.cloister.api.GuestType;
import org.cloister.api.guest.ContextSchema;
import org.cloister.api.guest.ContextValue;
import org.cloister.api.guest.GuestPolicy;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.Measurement;
import org.cloister.api.guest.PageKind;
import org.cloister.api.guest.StoredRequest;

/** The words of an SNP launch context, version 1. */
record SnpContext(LaunchContext context) {
    static final ContextSchema SCHEMA = new ContextSchema("org.cloister.snp", 1);
    static final String ALGORITHM = Hash.SHA384.algorithm();

    private static final String STATE = "state";
    private static final String POLICY = GuestSetting.POLICY.key();
    private static final String REDUCED_PHYS_BITS = GuestSetting.REDUCED_PHYS_BITS.key();
    private static final String WORKAROUNDS = GuestSetting.WORKAROUNDS.key();
    private static final String HOST_DATA = GuestSetting.HOST_DATA.key();
    private static final String ID_BLOCK = GuestSetting.ID_BLOCK.key();
    private static final String ID_AUTH = GuestSetting.ID_AUTH.key();
    private static final String AUTHOR_KEY = GuestSetting.AUTHOR_KEY_ENABLED.key();
    private static final String VCEK_DISABLED = GuestSetting.VCEK_DISABLED.key();
    private static final String REQUEST = "request";
    private static final String QUEUE = "queue";
    private static final String MEASUREMENT = "measurement";

    /** QEMU's words for where a launch is. */
    enum State {
        UNINIT,
        LAUNCH_UPDATE,
        RUNNING;

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** A range that waits for the finish: its content lies in the machine's memory. */
    record Queued(String name, long gpa, long size, PageKind kind) {}

    static LaunchContext initial(GuestType type, GuestSettings settings, GuestRequest request) {
        LaunchContext context = LaunchContext.empty(type, SCHEMA)
                .with(STATE, new ContextValue.Text(State.UNINIT.word()))
                .with(POLICY, settings.policy().toGuestPolicy())
                .with(REDUCED_PHYS_BITS, new ContextValue.Number(settings.reducedPhysBits()))
                .with(WORKAROUNDS, new ContextValue.Blob(settings.bytes(GuestSetting.WORKAROUNDS)))
                .with(HOST_DATA, new ContextValue.Blob(settings.bytes(GuestSetting.HOST_DATA)))
                .with(AUTHOR_KEY, new ContextValue.Flag(settings.isOn(GuestSetting.AUTHOR_KEY_ENABLED)))
                .with(VCEK_DISABLED, new ContextValue.Flag(settings.isOn(GuestSetting.VCEK_DISABLED)))
                .with(QUEUE, new ContextValue.Items(List.of()))
                .with(REQUEST, StoredRequest.of(request));
        return settings.idBlock()
                .map(id -> context.with(ID_BLOCK, new ContextValue.Blob(id.block()))
                        .with(ID_AUTH, new ContextValue.Blob(id.authentication())))
                .orElse(context);
    }

    /** What the guest was launched from; launches that an older version began do not have it. */
    Optional<GuestRequest> request() {
        return context.find(REQUEST, ContextValue.Fields.class).map(StoredRequest::read);
    }

    State state() {
        String word = context.get(STATE, ContextValue.Text.class).value();
        return Arrays.stream(State.values())
                .filter(state -> state.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("state " + word));
    }

    GuestPolicy policy() {
        return context.get(POLICY, GuestPolicy.class);
    }

    /** The number in the guest's CPUID; launches that an older version began do not say it. */
    int reducedPhysBits() {
        return context.find(REDUCED_PHYS_BITS, ContextValue.Number.class)
                .map(number -> (int) number.value())
                .orElseGet(() -> Integer.valueOf(GuestSetting.REDUCED_PHYS_BITS.fallback(AmdType.SEV_SNP)));
    }

    Bytes guestVisibleWorkarounds() {
        return context.blob(WORKAROUNDS);
    }

    Bytes hostData() {
        return context.blob(HOST_DATA);
    }

    Optional<Bytes> idBlock() {
        return context.find(ID_BLOCK, ContextValue.Blob.class).map(ContextValue.Blob::value);
    }

    Bytes idAuthentication() {
        return context.blob(ID_AUTH);
    }

    boolean authorKeyEnabled() {
        return context.get(AUTHOR_KEY, ContextValue.Flag.class).value();
    }

    boolean vcekDisabled() {
        return context.get(VCEK_DISABLED, ContextValue.Flag.class).value();
    }

    List<Queued> queue() {
        return context.get(QUEUE, ContextValue.Items.class).values().stream()
                .map(value -> queued((ContextValue.Fields) value))
                .toList();
    }

    private static Queued queued(ContextValue.Fields fields) {
        return new Queued(
                ((ContextValue.Text) fields.values().get("name")).value(),
                ((ContextValue.Number) fields.values().get("gpa")).value(),
                ((ContextValue.Number) fields.values().get("size")).value(),
                new PageKind(((ContextValue.Text) fields.values().get("kind")).value()));
    }

    LaunchContext queued(InitialRange range) {
        ContextValue.Fields entry = new ContextValue.Fields(Map.of(
                "name", new ContextValue.Text(range.name()),
                "gpa", new ContextValue.Number(range.gpa()),
                "size", new ContextValue.Number(range.size()),
                "kind", new ContextValue.Text(range.kind().name())));
        return context.with(QUEUE, context.get(QUEUE, ContextValue.Items.class).and(entry));
    }

    LaunchContext in(State state) {
        return context.with(STATE, new ContextValue.Text(state.word()));
    }

    Optional<Measurement> measurement() {
        return context.find(MEASUREMENT, Measurement.class);
    }

    LaunchContext measured(Measurement measurement) {
        return context.with(MEASUREMENT, measurement);
    }
}
