// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cloister.amd.cpu.CpuModel;
import org.cloister.amd.cpu.CpuSignature;
import org.cloister.amd.setting.GuestSetting;
import org.cloister.api.guest.DirectBoot;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.Image;
import org.cloister.api.launch.Guest;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.platform.VcpuState;
import org.cloister.monitor.ObjectTree.Node;

/**
 * The machine as QEMU's objects below {@code /machine}: what was asked for, its processors, and no devices, as there
 * are none here (QEMU, hw/core/machine.c; hw/i386/pc.c; target/i386/cpu.c).
 */
final class MachineObjects {
    static final String PATH = "/machine";
    private static final String UNATTACHED = PATH + "/unattached";
    private static final String CPU_CLASS = "x86_64-cpu";
    /** What QEMU says where a machine has no NUMA nodes. */
    private static final int NO_NODE = -1;

    private final Guest guest;
    private final ObjectWords words;

    MachineObjects(Guest guest, ObjectWords words) {
        this.guest = guest;
        this.words = words;
    }

    /**
     * Where a processor is. QEMU numbers whatever it makes without a name; the second that it makes is always the page
     * of the first processor's interrupt controller.
     */
    static String processor(int index) {
        return UNATTACHED + "/" + device(index);
    }

    private static String device(int index) {
        return "device[" + (index == 0 ? 0 : index + 1) + "]";
    }

    /** QEMU's name for the class of a machine; the alias of one without a version means the newest. */
    String type() {
        return switch (words.machine()) {
            case "q35", "ubuntu-q35" -> newest("q35");
            case "pc", "ubuntu" -> newest("i440fx");
            default -> words.machine() + "-machine";
        };
    }

    private static String newest(String board) {
        return "pc-" + board + "-" + QmpMonitor.dialect() + "-machine";
    }

    /** QEMU's name for the class of a processor: its model's, or that of all where nobody named one. */
    String processorType() {
        String asked = words.request().map(GuestRequest::vcpuType).orElse("").split(",", 2)[0];
        String model =
                asked.isEmpty() ? signature(0).flatMap(MachineObjects::model).orElse("") : asked;
        return model.isEmpty() ? CPU_CLASS : model + "-" + CPU_CLASS;
    }

    private static Optional<String> model(CpuSignature signature) {
        return CpuModel.withSignature(signature.eax()).stream().findFirst().map(CpuModel::name);
    }

    /** All of them by their paths. */
    Map<String, Node> nodes(String protection) {
        Map<String, Node> nodes = new LinkedHashMap<>();
        nodes.put(PATH, Node.of(type(), properties(protection)));
        nodes.put(PATH + "/peripheral", Node.container());
        nodes.put(PATH + "/peripheral-anon", Node.container());
        List<ObjectProperty> processors = new ArrayList<>();
        for (VcpuState vcpu : guest.report().plan().vcpus()) {
            String path = processor(vcpu.index());
            processors.add(ObjectProperty.child(device(vcpu.index()), processorType(), path));
            nodes.put(path, Node.of(processorType(), processor(vcpu)));
        }
        nodes.put(UNATTACHED, Node.container(processors.toArray(ObjectProperty[]::new)));
        return nodes;
    }

    private List<ObjectProperty> properties(String protection) {
        List<ObjectProperty> all = new ArrayList<>();
        all.add(ObjectProperty.link("confidential-guest-support", "confidential-guest-support", protection));
        all.add(ObjectProperty.text("memory-encryption", protection.isEmpty() ? "" : words.id()));
        all.add(new ObjectProperty("memory", "MemorySizeConfiguration", memory()));
        all.add(new ObjectProperty("smp", "SMPConfiguration", processors()));
        all.add(new ObjectProperty(GuestSetting.SMM.qemu().key(), "OnOffAuto", new JsonPrimitive(smm())));
        words.request().ifPresent(request -> addFiles(all, request));
        for (String name : List.of("peripheral", "peripheral-anon", "unattached")) {
            all.add(ObjectProperty.child(name, ObjectTree.CONTAINER, PATH + "/" + name));
        }
        return all;
    }

    private static void addFiles(List<ObjectProperty> all, GuestRequest request) {
        Optional<DirectBoot> boot = request.boot();
        all.add(ObjectProperty.text("firmware", request.firmware().name()));
        all.add(ObjectProperty.text("kernel", boot.map(it -> it.kernel().name()).orElse("")));
        all.add(ObjectProperty.text(
                "initrd", boot.flatMap(DirectBoot::initrd).map(Image::name).orElse("")));
        all.add(ObjectProperty.text("append", boot.map(DirectBoot::commandLine).orElse("")));
    }

    private String smm() {
        return guest.properties().getOrDefault(GuestSetting.SMM.key(), "auto");
    }

    private JsonObject memory() {
        JsonObject size = new JsonObject();
        size.addProperty("size", words.request().map(GuestRequest::memory).orElseGet(this::planned));
        return size;
    }

    private long planned() {
        return guest.report().plan().memory().stream()
                .mapToLong(MemoryRegion::size)
                .sum();
    }

    /** Cores of one socket, each with one thread. */
    private JsonObject processors() {
        int count = guest.report().plan().vcpus().size();
        JsonObject smp = new JsonObject();
        for (String one : List.of("modules", "books", "threads", "dies", "sockets", "clusters", "drawers")) {
            smp.addProperty(one, 1);
        }
        for (String all : List.of("cpus", "maxcpus", "cores")) {
            smp.addProperty(all, count);
        }
        return smp;
    }

    private List<ObjectProperty> processor(VcpuState vcpu) {
        List<ObjectProperty> all = new ArrayList<>(List.of(
                ObjectProperty.flag("realized", true),
                ObjectProperty.flag("hotplugged", false),
                ObjectProperty.flag("hotpluggable", true),
                ObjectProperty.flag("start-powered-off", false),
                ObjectProperty.number("apic-id", "uint32", vcpu.index()),
                ObjectProperty.number("socket-id", "int32", 0),
                ObjectProperty.number("die-id", "int32", 0),
                ObjectProperty.number("module-id", "int32", 0),
                ObjectProperty.number("core-id", "int32", vcpu.index()),
                ObjectProperty.number("thread-id", "int32", 0),
                ObjectProperty.number("node-id", "int32", NO_NODE),
                new ObjectProperty("unavailable-features", "strList", new JsonArray())));
        signature(vcpu.index()).ifPresent(signature -> {
            all.add(ObjectProperty.text("vendor", "AuthenticAMD"));
            all.add(ObjectProperty.number("family", "int", signature.family()));
            all.add(ObjectProperty.number("model", "int", signature.model()));
            all.add(ObjectProperty.number("stepping", "int", signature.stepping()));
        });
        return all;
    }

    /**
     * What a processor of AMD's has in RDX at its reset (AMD64 manual, volume 2, 14.1.3, "Processor Initialization").
     */
    private Optional<CpuSignature> signature(int index) {
        int eax = (int) guest.report().plan().vcpus().get(index).get("rdx");
        return eax == 0 ? Optional.empty() : Optional.of(new CpuSignature(eax));
    }
}
