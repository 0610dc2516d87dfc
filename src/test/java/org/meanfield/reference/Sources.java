package org.meanfield.reference;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The main sources, parsed: what the classes' Javadoc says, and their code. */
final class Sources {
    private static final Path ROOT = Path.of("src/main/java");

    /**
     * A class, record, enum or interface.
     *
     * @param name as {@link Class#getName()}
     * @param paragraph the first paragraph of its Javadoc, as Markdown
     * @param params what its Javadoc says of each component
     * @param constants what the Javadoc of each constant of an enum says
     */
    record Type(
            String name,
            ClassTree tree,
            List<String> imports,
            String paragraph,
            Map<String, String> params,
            Map<String, String> constants) {
        String packageName() {
            return name.substring(0, name.lastIndexOf('.'));
        }

        List<MethodTree> methods() {
            return tree.getMembers().stream()
                    .filter(MethodTree.class::isInstance)
                    .map(MethodTree.class::cast)
                    .toList();
        }

        Class<?> load() {
            try {
                return Class.forName(name, false, Sources.class.getClassLoader());
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private final Map<String, Type> types = new LinkedHashMap<>();
    private final Map<String, List<Type>> bySimpleName = new HashMap<>();

    Sources() {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null);
                Stream<Path> files = Files.walk(ROOT)) {
            List<Path> sources = files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
            JavacTask task = (JavacTask) compiler.getTask(
                    null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(sources));
            DocTrees docs = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                new Collector(unit, docs).scan(unit, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        types.values().forEach(type -> bySimpleName
                .computeIfAbsent(simple(type.name()), name -> new ArrayList<>())
                .add(type));
    }

    /** Returns the class of that {@link Class#getName()}. */
    Type of(Class<?> type) {
        return types.get(type.getName());
    }

    /** Returns the class that {@code from} means by a simple name; empty for none of ours. */
    Optional<Type> find(String simpleName, Type from) {
        List<Type> candidates = bySimpleName.getOrDefault(simpleName, List.of());
        return candidates.stream()
                .filter(type -> type.packageName().equals(from.packageName())
                        || from.imports().contains(type.name().replace('$', '.')))
                .findFirst();
    }

    private static String simple(String name) {
        return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
    }

    private final class Collector extends TreePathScanner<Void, String> {
        private final DocTrees docs;
        private final String packageName;
        private final List<String> imports;

        Collector(CompilationUnitTree unit, DocTrees docs) {
            this.docs = docs;
            this.packageName = String.valueOf(unit.getPackageName());
            this.imports = unit.getImports().stream()
                    .map(ImportTree::getQualifiedIdentifier)
                    .map(Tree::toString)
                    .toList();
        }

        @Override
        public Void visitClass(ClassTree tree, String outer) {
            String name = outer == null ? packageName + "." + tree.getSimpleName() : outer + "$" + tree.getSimpleName();
            if (!tree.getSimpleName().isEmpty()) {
                types.put(name, type(name, tree));
            }
            return super.visitClass(tree, name);
        }

        private Type type(String name, ClassTree tree) {
            Optional<DocCommentTree> doc = doc(getCurrentPath());
            Map<String, String> params = new HashMap<>();
            doc.ifPresent(comment -> comment.getBlockTags().forEach(tag -> {
                if (tag instanceof ParamTree param && !param.isTypeParameter()) {
                    params.put(
                            param.getName().getName().toString(),
                            Javadoc.markdown(param.getDescription()).strip());
                }
            }));
            Map<String, String> constants = new HashMap<>();
            if (tree.getKind() == Tree.Kind.ENUM) {
                for (Tree member : tree.getMembers()) {
                    if (member instanceof VariableTree constant) {
                        doc(new TreePath(getCurrentPath(), member))
                                .ifPresent(comment ->
                                        constants.put(constant.getName().toString(), Javadoc.firstParagraph(comment)));
                    }
                }
            }
            return new Type(
                    name, tree, imports, doc.map(Javadoc::firstParagraph).orElse(""), params, constants);
        }

        private Optional<DocCommentTree> doc(TreePath path) {
            return Optional.ofNullable(docs.getDocCommentTree(path));
        }
    }
}
