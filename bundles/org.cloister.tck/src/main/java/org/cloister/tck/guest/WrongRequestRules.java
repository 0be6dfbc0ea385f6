// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.guest;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.Image;
import org.cloister.api.guest.PropertyDescription;
import org.cloister.tck.check.CheckBodies;
import org.cloister.tck.check.CheckEnd;

/** What a type does with requests that make no sense. */
final class WrongRequestRules {
    private WrongRequestRules() {}

    static CheckBodies<GuestTypeSubject> bodies() {
        return new CheckBodies<GuestTypeSubject>()
                .of("plan.no-processors", WrongRequestRules::processors)
                .of("plan.no-memory", WrongRequestRules::memory)
                .of("plan.odd-request", WrongRequestRules::odd)
                .of("plan.odd-property", WrongRequestRules::property);
    }

    private static GuestRequest vcpus(GuestRequest of, int vcpus) {
        return new GuestRequest(of.firmware(), of.boot(), vcpus, of.vcpuType(), of.memory(), of.properties());
    }

    private static GuestRequest memory(GuestRequest of, long memory) {
        return new GuestRequest(of.firmware(), of.boot(), of.vcpus(), of.vcpuType(), memory, of.properties());
    }

    private static GuestRequest firmware(GuestRequest of, Bytes content) {
        Image image = new Image("tck", content);
        return of.withFirmware(image);
    }

    private static GuestRequest property(GuestRequest of, String name, String value) {
        Map<String, String> properties = new TreeMap<>(of.properties());
        properties.put(name, value);
        return of.withProperties(properties);
    }

    /** The refusal; empty when it was planned. */
    private static String refusal(GuestTypeSubject on, String what, GuestRequest request) {
        try {
            on.calls().ask("plan of " + what, () -> on.support().plan(request));
            return "";
        } catch (CloisterException e) {
            CheckEnd.require(
                    e.problem().kind() == Problem.Kind.INPUT,
                    what + " is refused as " + e.problem().kind() + ": " + e.getMessage());
            return e.getMessage();
        }
    }

    private static String refused(GuestTypeSubject on, Map<String, GuestRequest> wrong) {
        wrong.forEach(
                (what, request) -> CheckEnd.require(!refusal(on, what, request).isEmpty(), what + " were planned"));
        return wrong.size() + " requests refused";
    }

    private static String processors(GuestTypeSubject on) {
        GuestRequest good = on.request();
        return refused(on, Map.of("0 processors", vcpus(good, 0), "-1 processors", vcpus(good, -1)));
    }

    private static String memory(GuestTypeSubject on) {
        GuestRequest good = on.request();
        return refused(
                on,
                Map.of(
                        "0 bytes",
                        memory(good, 0),
                        "-4096 bytes",
                        memory(good, -4096),
                        "1 EiB",
                        memory(good, 1L << 60)));
    }

    private static String odd(GuestTypeSubject on) {
        GuestRequest good = on.request();
        Map<String, GuestRequest> requests = new LinkedHashMap<>();
        requests.put("2^31-1 processors", vcpus(good, Integer.MAX_VALUE));
        requests.put("memory of 4097 bytes", memory(good, 4097));
        requests.put("an empty image", firmware(good, Bytes.EMPTY));
        requests.put("an image of one byte", firmware(good, Bytes.of(new byte[1])));
        requests.put("an image of a page of ones", firmware(good, ones()));
        if (!on.calls().<Boolean>ask("needsFirmware", on.support()::needsFirmware)) {
            requests.put("no firmware", good.withFirmware(GuestRequest.NO_FIRMWARE));
        }
        long refused = requests.entrySet().stream()
                .filter(one -> !refusal(on, one.getKey(), one.getValue()).isEmpty())
                .count();
        return requests.size() + " requests, " + refused + " of them refused";
    }

    private static Bytes ones() {
        byte[] page = new byte[4096];
        Arrays.fill(page, (byte) 0xff);
        return Bytes.wrap(page);
    }

    private static String property(GuestTypeSubject on) {
        List<PropertyDescription> all = on.calls().ask("properties", on.support()::properties);
        for (PropertyDescription one : all) {
            String refusal = refusal(on, one.name(), property(on.request(), one.name(), DescriptionRules.NONSENSE));
            CheckEnd.require(!refusal.isEmpty(), one.name() + " accepts control characters");
            CheckEnd.require(refusal.contains(one.name()), one.name() + " is not named: " + refusal);
        }
        return all.size() + " settings";
    }
}
