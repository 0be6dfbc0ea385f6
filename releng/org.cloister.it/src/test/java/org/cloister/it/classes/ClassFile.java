// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.classes;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A class as its file describes it (JVMS 4.1), without loading it.
 *
 * @param name the class, with slashes
 * @param parents the classes and interfaces that it extends and implements, with slashes
 * @param texts all texts of its constants: names and descriptors of what it uses, and literals
 * @param classes the classes that its code and its own declaration name, with slashes
 * @param members the methods and fields that its code uses
 * @param fields the names of its fields
 * @param methods the methods that it declares
 */
public record ClassFile(
        String name,
        Set<String> parents,
        Set<String> texts,
        Set<String> classes,
        Set<Member> members,
        Set<String> fields,
        List<Declared> methods) {
    private static final String COMPONENT = "Lorg/osgi/service/component/annotations/Component;";
    private static final int PUBLIC = 0x0001;
    private static final int PRIVATE = 0x0002;
    private static final int STATIC = 0x0008;
    private static final int SYNTHETIC = 0x1000;

    /**
     * A method or field that is used.
     *
     * @param owner the class that it is called on
     * @param name its name
     * @param type its descriptor
     */
    public record Member(String owner, String name, String type) {
        @Override
        public String toString() {
            return owner + "." + name + type;
        }
    }

    /**
     * A method that the class declares.
     *
     * @param name its name
     * @param type its descriptor
     * @param access its flags
     * @param annotated whether it bears an annotation that is kept in the file
     * @param lines the lines of its source from the first to the last that has code, 0 without code
     */
    public record Declared(String name, String type, int access, boolean annotated, int lines) {
        public boolean isPublic() {
            return (access & PUBLIC) != 0;
        }

        public boolean isPrivate() {
            return (access & PRIVATE) != 0;
        }

        public boolean isStatic() {
            return (access & STATIC) != 0;
        }

        /** Whether the compiler made it: lambdas and bridges. */
        public boolean isSynthetic() {
            return (access & SYNTHETIC) != 0;
        }
    }

    /** Reads a class file. */
    public static ClassFile read(InputStream file) throws IOException {
        DataInputStream in = new DataInputStream(file);
        in.skipNBytes(8);
        ConstantPool pool = ConstantPool.read(in);
        in.readUnsignedShort();
        String name = pool.name(in.readUnsignedShort());
        List<Integer> parents = new ArrayList<>(List.of(in.readUnsignedShort()));
        int interfaces = in.readUnsignedShort();
        for (int i = 0; i < interfaces; i++) {
            parents.add(in.readUnsignedShort());
        }
        List<Declared> fields = declared(in, pool);
        List<Declared> methods = declared(in, pool);
        return new ClassFile(
                name,
                parents.stream().filter(index -> index != 0).map(pool::name).collect(Collectors.toSet()),
                pool.texts(),
                pool.classes(),
                pool.members(),
                fields.stream().map(Declared::name).collect(Collectors.toSet()),
                methods);
    }

    private static List<Declared> declared(DataInputStream in, ConstantPool pool) throws IOException {
        List<Declared> found = new ArrayList<>();
        int count = in.readUnsignedShort();
        for (int i = 0; i < count; i++) {
            int access = in.readUnsignedShort();
            String name = pool.text(in.readUnsignedShort());
            String type = pool.text(in.readUnsignedShort());
            boolean annotated = false;
            int lines = 0;
            int attributes = in.readUnsignedShort();
            for (int j = 0; j < attributes; j++) {
                String attribute = pool.text(in.readUnsignedShort());
                byte[] content = in.readNBytes(in.readInt());
                annotated |= attribute.matches("Runtime(In)?[Vv]isibleAnnotations");
                lines += attribute.equals("Code") ? lines(content, pool) : 0;
            }
            found.add(new Declared(name, type, access, annotated, lines));
        }
        return found;
    }

    /** The lines that the code of a method takes in its source (JVMS 4.7.3 and 4.7.12). */
    private static int lines(byte[] code, ConstantPool pool) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(code));
        in.readInt();
        in.skipNBytes(in.readInt());
        in.skipNBytes(in.readUnsignedShort() * 8L);
        IntSummaryStatistics numbers = new IntSummaryStatistics();
        int attributes = in.readUnsignedShort();
        for (int i = 0; i < attributes; i++) {
            boolean table = pool.text(in.readUnsignedShort()).equals("LineNumberTable");
            int length = in.readInt();
            if (!table) {
                in.skipNBytes(length);
                continue;
            }
            int rows = in.readUnsignedShort();
            for (int j = 0; j < rows; j++) {
                in.readUnsignedShort();
                numbers.accept(in.readUnsignedShort());
            }
        }
        return numbers.getCount() == 0 ? 0 : numbers.getMax() - numbers.getMin() + 1;
    }

    /** The name of the class that stands in the file's name: inner classes belong to it. */
    public String topLevel() {
        return topLevel(name);
    }

    static String topLevel(String name) {
        int inner = name.indexOf('$');
        return inner < 0 ? name : name.substring(0, inner);
    }

    /** Whether Declarative Services start it. */
    boolean isComponent() {
        return texts.contains(COMPONENT);
    }

    /** The name without its package. */
    public String simpleName() {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    /** The package, with dots. */
    public String packageName() {
        return name.substring(0, name.lastIndexOf('/')).replace('/', '.');
    }

    /** All top-level classes that the file names: in code, in descriptors, in signatures and annotations. */
    Stream<String> named() {
        Stream<String> described = texts.stream().flatMap(ConstantPool::classesIn);
        return Stream.concat(classes.stream(), described).map(ClassFile::topLevel);
    }
}
