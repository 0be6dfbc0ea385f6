// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.classes;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The constants of a class file (JVMS 4.4). */
final class ConstantPool {
    private static final int CLASS = 7;
    private static final Pattern IN_DESCRIPTOR = Pattern.compile("L(org/cloister/[\\w/$]+)[;<]");

    private final int[] tags;
    private final String[] texts;
    private final int[][] pairs;

    private ConstantPool(int count) {
        this.tags = new int[count];
        this.texts = new String[count];
        this.pairs = new int[count][];
    }

    static ConstantPool read(DataInputStream in) throws IOException {
        ConstantPool pool = new ConstantPool(in.readUnsignedShort());
        for (int i = 1; i < pool.tags.length; i++) {
            pool.tags[i] = in.readUnsignedByte();
            i += pool.constant(i, in);
        }
        return pool;
    }

    /** @return how many places it takes besides its own */
    private int constant(int at, DataInputStream in) throws IOException {
        switch (tags[at]) {
            case 1 -> texts[at] = in.readUTF();
            case 3, 4 -> in.readInt();
            case 5, 6 -> {
                in.readLong();
                return 1;
            }
            case CLASS, 8, 16, 19, 20 -> pairs[at] = new int[] {in.readUnsignedShort()};
            case 9, 10, 11, 12, 17, 18 -> pairs[at] = new int[] {in.readUnsignedShort(), in.readUnsignedShort()};
            case 15 -> in.skipNBytes(3);
            default -> throw new IOException("constant of kind " + tags[at]);
        }
        return 0;
    }

    String text(int index) {
        return texts[index];
    }

    String name(int index) {
        return texts[pairs[index][0]];
    }

    Set<String> texts() {
        return Arrays.stream(texts).filter(Objects::nonNull).collect(Collectors.toCollection(HashSet::new));
    }

    Set<String> classes() {
        return places(CLASS, CLASS).mapToObj(this::name).collect(Collectors.toSet());
    }

    Set<ClassFile.Member> members() {
        return places(9, 11).mapToObj(this::member).collect(Collectors.toSet());
    }

    private ClassFile.Member member(int index) {
        int[] nameAndType = pairs[pairs[index][1]];
        return new ClassFile.Member(name(pairs[index][0]), texts[nameAndType[0]], texts[nameAndType[1]]);
    }

    private IntStream places(int least, int most) {
        return IntStream.range(1, tags.length).filter(i -> tags[i] >= least && tags[i] <= most);
    }

    /** The classes of ours that a descriptor or a signature names. */
    static Stream<String> classesIn(String text) {
        return IN_DESCRIPTOR.matcher(text).results().map((MatchResult found) -> found.group(1));
    }
}
