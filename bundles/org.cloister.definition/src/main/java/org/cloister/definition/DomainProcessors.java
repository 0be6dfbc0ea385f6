// SPDX-License-Identifier: Apache-2.0
package org.cloister.definition;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cloister.amd.cpu.CpuModel;
import org.cloister.amd.launch.SnpPlanner;
import org.cloister.api.CloisterException;

/** The processors of a domain: how many are there at start, and of which model. */
final class DomainProcessors {
    private static final List<String> FACTORS = List.of("sockets", "dies", "clusters", "cores", "threads");
    private static final String BESIDE =
            "give --vcpu-type NAME, or --vcpu-sig HEX: what CPUID leaf 1 answers in EAX in that guest";

    private final DomainContent content;
    private final List<String> notes;

    DomainProcessors(DomainContent content, List<String> notes) {
        this.content = content;
        this.notes = notes;
    }

    /** Those that are there at start: each of them has a VMSA that is measured. */
    Said.Value<Integer> count() {
        LibvirtPlace place = content.place("vcpu");
        long most = content.text("vcpu")
                .map(text -> content.number(place, text, 1, SnpPlanner.MOST_VCPUS))
                .orElse(1L);
        requireTopology(most);
        Optional<Long> current = content.attribute("vcpu", "current")
                .map(text -> content.number(content.place("vcpu/@current"), text, 1, most));
        Optional<Long> enabled = content.find("vcpus").map(any -> enabled(most));
        if (current.isPresent() && enabled.isPresent() && !current.equals(enabled)) {
            throw content.place("vcpus")
                    .wrong(
                            "this contradicts vcpu/@current",
                            enabled.get() + " enabled",
                            current.get() + ", or no current");
        }
        long count = enabled.or(() -> current).orElse(most);
        return new Said.Value<>(
                content.place(enabled.isPresent() ? "vcpus" : "vcpu").text(), (int) count);
    }

    private long enabled(long most) {
        Set<Long> all = new HashSet<>();
        long enabled = 0;
        for (XmlElement vcpu : content.vcpus()) {
            LibvirtPlace place = content.place("").in(vcpu, "vcpus/vcpu");
            String id = vcpu.attribute("id").orElseThrow(() -> missing(place, vcpu, "@id"));
            if (!all.add(content.number(place.in(vcpu, "@id"), id, 0, most - 1))) {
                throw place.in(vcpu, "@id").wrong("this is given twice", id, "each number once");
            }
            boolean there = vcpu.attribute("enabled")
                    .orElseThrow(() -> missing(place, vcpu, "@enabled"))
                    .equals("yes");
            if (there && "yes".equals(vcpu.attributes().get("hotpluggable"))) {
                throw place.in(vcpu, "@hotpluggable")
                        .problem("libvirt would plug this vCPU after the launch was measured", "yes", "no")
                        .remedy("leave it out, or write hotpluggable='no'")
                        .exception();
            }
            enabled += there ? 1 : 0;
        }
        if (enabled == 0) {
            throw content.place("vcpus").wrong("no vCPU is there at start", "none enabled", "1 at least");
        }
        return enabled;
    }

    private static RuntimeException missing(LibvirtPlace place, XmlElement vcpu, String name) {
        return place.in(vcpu, name).wrong("this attribute is missing", "none", name);
    }

    /** libvirt starts no domain whose topology makes another number (libvirt, "CPU model and topology"). */
    private void requireTopology(long most) {
        content.find("cpu/topology").ifPresent(topology -> {
            long product = 1;
            for (String factor : FACTORS) {
                LibvirtPlace place = content.place("cpu/topology/@" + factor);
                product = Math.min(
                        SnpPlanner.MOST_VCPUS + 1L,
                        product
                                * topology.attribute(factor)
                                        .map(text -> content.number(place, text, 1, SnpPlanner.MOST_VCPUS))
                                        .orElse(1L));
            }
            if (product != most) {
                throw content.place("cpu/topology")
                        .wrong(
                                "the topology contradicts the number of vCPUs",
                                product + " processors",
                                most + ", as vcpu says");
            }
        });
    }

    /** The model's name; open where it is whatever the host has. */
    Said<String> model() {
        String mode = content.attribute("cpu", "mode").orElse("custom");
        Optional<String> model = content.text("cpu/model").map(String::strip).filter(name -> !name.isEmpty());
        if (!mode.equals("custom")
                || "minimum".equals(content.attribute("cpu", "match").orElse(""))) {
            boolean match = mode.equals("custom");
            return open(
                    content.place(match ? "cpu/@match" : "cpu/@mode"),
                    "this processor model is that of the host, which is not known here",
                    match ? "minimum" : mode);
        }
        if (model.isEmpty()) {
            return open(
                    content.place(content.find("cpu").isPresent() ? "cpu/model" : "cpu"),
                    "without a model libvirt takes the usual one of its host's QEMU, which is not known here",
                    "no model");
        }
        return named(content.place("cpu/model"), model.get());
    }

    private Said<String> named(LibvirtPlace place, String model) {
        try {
            CpuModel.named(model);
        } catch (CloisterException unknown) {
            return open(place, "the signature of this processor model is not known here", model);
        }
        if (!content.attribute("cpu/model", "fallback").filter("forbid"::equals).isPresent()) {
            notes.add("cpu/model " + model + ": with another fallback than forbid libvirt may take another model, whose"
                    + " digest is another.");
        }
        return new Said.Value<>(place.text(), model);
    }

    private static Said<String> open(LibvirtPlace place, String what, String found) {
        return new Said.Open<>(place.problem(what, found, "<cpu mode='custom'> with a <model> of QEMU's EPYC models")
                .remedy(BESIDE));
    }
}
