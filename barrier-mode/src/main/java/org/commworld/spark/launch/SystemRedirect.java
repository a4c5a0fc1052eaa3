package org.commworld.spark.launch;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Redirects a class's use of System's standard streams, {@code exit} and {@code halt} to the rank's
 * {@link org.commworld.spark.launch.rank.RankSystem}: direct calls and method references. What a
 * program does by reflection is not seen.
 */
final class SystemRedirect extends ClassVisitor {
  private static final String SYSTEM = "java/lang/System";
  private static final String RUNTIME = "java/lang/Runtime";
  private static final String RANK_SYSTEM = "org/commworld/spark/launch/rank/RankSystem";
  private static final Set<String> FIELDS = Set.of("in", "out", "err");
  private static final Set<String> SYSTEM_METHODS = Set.of("exit", "setIn", "setOut", "setErr");
  private static final Set<String> RUNTIME_METHODS = Set.of("exit", "halt");
  private static final byte[] MENTION_OF_SYSTEM = SYSTEM.getBytes(StandardCharsets.US_ASCII);
  private static final byte[] MENTION_OF_RUNTIME = RUNTIME.getBytes(StandardCharsets.US_ASCII);

  private SystemRedirect(ClassVisitor next) {
    super(Opcodes.ASM9, next);
  }

  /** The class file with its calls redirected; the same array if it has none. */
  static byte[] apply(byte[] classFile) {
    if (!contains(classFile, MENTION_OF_SYSTEM) && !contains(classFile, MENTION_OF_RUNTIME)) {
      return classFile;
    }
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(new SystemRedirect(writer), 0);
    return writer.toByteArray();
  }

  private static boolean contains(byte[] bytes, byte[] part) {
    for (int i = 0; i <= bytes.length - part.length; i++) {
      if (bytes[i] == part[0] && Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String name, String descriptor, String signature, String[] exceptions) {
    return new Calls(super.visitMethod(access, name, descriptor, signature, exceptions));
  }

  private static final class Calls extends MethodVisitor {
    Calls(MethodVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
      boolean redirected =
          opcode == Opcodes.GETSTATIC && owner.equals(SYSTEM) && FIELDS.contains(name);
      super.visitFieldInsn(opcode, redirected ? RANK_SYSTEM : owner, name, descriptor);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      if (owner.equals(SYSTEM) && SYSTEM_METHODS.contains(name)) {
        super.visitMethodInsn(opcode, RANK_SYSTEM, name, descriptor, false);
      } else if (owner.equals(RUNTIME) && RUNTIME_METHODS.contains(name)) {
        super.visitMethodInsn(
            Opcodes.INVOKESTATIC, RANK_SYSTEM, name, withReceiver(descriptor), false);
      } else {
        super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
      }
    }

    @Override
    public void visitInvokeDynamicInsn(
        String name, String descriptor, Handle bootstrap, Object... arguments) {
      Object[] redirected = arguments.clone();
      Arrays.setAll(redirected, i -> redirect(arguments[i]));
      super.visitInvokeDynamicInsn(name, descriptor, bootstrap, redirected);
    }

    private static Object redirect(Object argument) {
      if (argument instanceof Handle handle) {
        if (handle.getOwner().equals(SYSTEM) && SYSTEM_METHODS.contains(handle.getName())) {
          return new Handle(
              Opcodes.H_INVOKESTATIC, RANK_SYSTEM, handle.getName(), handle.getDesc(), false);
        }
        if (handle.getOwner().equals(RUNTIME) && RUNTIME_METHODS.contains(handle.getName())) {
          return new Handle(
              Opcodes.H_INVOKESTATIC,
              RANK_SYSTEM,
              handle.getName(),
              withReceiver(handle.getDesc()),
              false);
        }
      }
      return argument;
    }

    private static String withReceiver(String descriptor) {
      return "(L" + RUNTIME + ";" + descriptor.substring(1);
    }
  }
}
