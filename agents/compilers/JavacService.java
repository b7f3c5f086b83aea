import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import com.sun.tools.javac.api.ClientCodeWrapper.DiagnosticSourceUnwrapper;
import com.sun.tools.javac.api.JavacTaskImpl;
import com.sun.tools.javac.api.JavacTool;
import com.sun.tools.javac.util.JCDiagnostic;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;

/**
 * A warm compile check: one JSON request a line on stdin, one JSON answer a line on stdout.
 *
 * <p>{@code {"op":"open","id":0,"classpath":[..],"options":[..]}} comes first, then any number of
 * {@code {"op":"compile","id":1,"files":[{"path","text","report"}]}}. Sources are attributed and flow-checked, never
 * turned into classes, and no code from the class path is run: no processors, no compiler plug-ins, no source path.
 * Deadlines are left to the parent process, because a running javac cannot be stopped from the inside.
 */
public final class JavacService {
    /** Longer texts in a diagnostic are of no use to anybody; a bomb may hold an identifier of 2 MB. */
    private static final int TEXT_LIMIT = 2000;

    /** With more syntax errors than this the rest of a file means nothing, and javac's later steps become quadratic. */
    private static final int SYNTAX_LIMIT = 200;

    private static final long STACK_BYTES = 16L << 20;

    private final JavacTool javac = JavacTool.create();
    private StandardJavaFileManager files;
    private List<String> options = List.of();

    public static void main(String[] arguments) throws Exception {
        OutputStream answers = new FileOutputStream(FileDescriptor.out);
        System.setOut(System.err);
        BlockingQueue<String> requests = new LinkedBlockingQueue<>();
        JavacService service = new JavacService();
        Thread worker = new Thread(null, () -> service.serve(requests, answers), "javac", STACK_BYTES);
        worker.setDaemon(true);
        worker.start();
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            requests.put(line);
        }
        System.exit(0); // the parent closed the pipe or died; also ends a worker that never returns
    }

    private void serve(BlockingQueue<String> requests, OutputStream answers) {
        try {
            while (true) {
                Map<String, Object> answer = answer(Json.object(Json.parse(requests.take())));
                answers.write((Json.write(answer) + "\n").getBytes(StandardCharsets.US_ASCII));
                answers.flush();
            }
        } catch (Throwable fault) {
            fault.printStackTrace();
            Runtime.getRuntime().halt(4); // the parent reads the end of the stream and starts another
        }
    }

    private Map<String, Object> answer(Map<String, Object> request) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("id", request.get("id"));
        try {
            if ("open".equals(request.get("op"))) {
                open(request);
                answer.put("version", System.getProperty("java.version"));
            } else {
                compile(Json.list(request.get("files")), answer);
            }
        } catch (IllegalArgumentException | IOException refused) {
            answer.put("refused", String.valueOf(refused.getMessage()));
        }
        return answer;
    }

    private void open(Map<String, Object> request) throws IOException {
        List<Path> classPath = new ArrayList<>();
        for (Object entry : Json.list(request.get("classpath"))) {
            classPath.add(Path.of((String) entry));
        }
        List<String> given = new ArrayList<>();
        for (Object option : Json.list(request.get("options"))) {
            given.add((String) option);
        }
        files = javac.getStandardFileManager(null, Locale.ENGLISH, StandardCharsets.UTF_8);
        files.setLocationFromPaths(StandardLocation.CLASS_PATH, classPath);
        files.setLocationFromPaths(StandardLocation.SOURCE_PATH, List.of());
        files.setLocationFromPaths(StandardLocation.ANNOTATION_PROCESSOR_PATH, List.of());
        options = List.copyOf(given);
        new Check(List.of(), "FLOW").task(); // refuses an option that this javac does not know
    }

    private void compile(List<?> given, Map<String, Object> answer) {
        List<SourceText> sources = new ArrayList<>();
        for (Object item : given) {
            Map<String, Object> file = Json.object(item);
            boolean report = !Boolean.FALSE.equals(file.get("report"));
            sources.add(new SourceText(sources.size(), (String) file.get("path"), (String) file.get("text"), report));
        }
        List<Object> unchecked = new ArrayList<>();
        Check check = new Check(sources, "FLOW");
        String fault = check.run();
        if (fault != null) { // about 1 % of badly broken files make javac itself throw in the flow step
            check = new Check(sources, "ATTR");
            String second = check.run();
            if (second != null) {
                unchecked.add("javac itself failed: " + second);
            } else if (!check.hasErrors()) {
                unchecked.add("javac itself failed in its flow analysis: " + fault);
            }
        }
        answer.put("diagnostics", check.diagnostics);
        answer.put("uses", check.uses(unchecked));
        answer.put("unchecked", unchecked);
    }

    /** One javac task over all sources; the reported ones are analysed, of the others only the declarations. */
    private final class Check {
        final List<Object> diagnostics = new ArrayList<>();
        private final List<SourceText> sources;
        private final String depth;
        private final Map<SourceText, CompilationUnitTree> units = new IdentityHashMap<>();
        private JavacTaskImpl task;
        private boolean parsing = true;
        private int errors;

        Check(List<SourceText> sources, String depth) {
            this.sources = sources;
            this.depth = depth;
        }

        JavacTaskImpl task() {
            List<String> all = new ArrayList<>(options);
            all.add("-XDshould-stop.ifError=" + depth);
            StringWriter complaints = new StringWriter();
            return (JavacTaskImpl)
                    javac.getTask(new PrintWriter(complaints), files, this::found, all, null, sources);
        }

        boolean hasErrors() {
            return errors > 0;
        }

        /** Null, or what made javac throw. */
        String run() {
            try {
                task = task();
                Iterable<? extends CompilationUnitTree> parsed = task.parse();
                parsing = false;
                if (errors > SYNTAX_LIMIT) {
                    return null;
                }
                for (CompilationUnitTree unit : parsed) {
                    units.put(source(unit.getSourceFile()), unit);
                }
                task.enter();
                task.analyze(reportedTypes());
                return null;
            } catch (Throwable fault) {
                Throwable cause = fault.getCause() == null ? fault : fault.getCause();
                return cause instanceof StackOverflowError ? "the source is nested too deep" : cut(cause.toString());
            }
        }

        private Set<TypeElement> reportedTypes() {
            Trees trees = Trees.instance(task);
            Set<TypeElement> types = new HashSet<>();
            for (SourceText source : sources) {
                CompilationUnitTree unit = units.get(source);
                if (!source.report || unit == null) {
                    continue;
                }
                for (Tree declaration : unit.getTypeDecls()) {
                    if (declaration instanceof ClassTree
                            && trees.getElement(new TreePath(new TreePath(unit), declaration)) instanceof TypeElement type) {
                        types.add(type);
                    }
                }
            }
            return types;
        }

        /** The source behind javac's wrapper of it; null for a class file or none. */
        private SourceText source(JavaFileObject file) {
            boolean ours = file != null && SourceText.SCHEME.equals(file.toUri().getScheme());
            return ours ? sources.get(Integer.parseInt(file.toUri().getPath().split("/")[1])) : null;
        }

        private void found(Diagnostic<? extends JavaFileObject> diagnostic) {
            if (diagnostic.getKind() == Diagnostic.Kind.NOTE || diagnostic.getKind() == Diagnostic.Kind.OTHER) {
                return; // "uses unchecked operations": nothing that anybody could act on
            }
            errors += diagnostic.getKind() == Diagnostic.Kind.ERROR ? 1 : 0;
            Map<String, Object> item = new LinkedHashMap<>();
            item.put("code", diagnostic.getCode());
            item.put("kind", diagnostic.getKind().name());
            item.put("syntax", parsing);
            item.put("message", cut(diagnostic.getMessage(Locale.ENGLISH)));
            SourceText source = source(diagnostic.getSource());
            if (source != null) {
                item.put("file", source.index);
                source.putPlace(item, diagnostic.getPosition());
                item.put("start", diagnostic.getStartPosition());
                item.put("end", diagnostic.getEndPosition());
            } else if (diagnostic.getSource() != null) {
                item.put("origin", diagnostic.getSource().getName());
            }
            if (diagnostic instanceof DiagnosticSourceUnwrapper unwrapper) {
                putArguments(item, unwrapper.d);
            }
            diagnostics.add(item);
        }

        private void putArguments(Map<String, Object> item, JCDiagnostic diagnostic) {
            List<Object> arguments = new ArrayList<>();
            for (Object argument : diagnostic.getArgs()) {
                arguments.add(data(argument));
            }
            item.put("arguments", arguments);
            List<Object> nested = new ArrayList<>();
            for (JCDiagnostic part : diagnostic.getSubdiagnostics()) {
                nested.add(data(part));
            }
            item.put("nested", nested);
        }

        private Object data(Object argument) {
            if (argument == null) {
                return null;
            }
            if (argument instanceof JCDiagnostic diagnostic) {
                Map<String, Object> item = new LinkedHashMap<>();
                item.put("code", diagnostic.getCode());
                putArguments(item, diagnostic);
                return item;
            }
            if (argument instanceof TypeMirror type) {
                return typeData(type);
            }
            if (argument instanceof Element element) {
                return elementData(element);
            }
            if (argument instanceof Iterable<?> many && !(argument instanceof Path)) {
                List<Object> items = new ArrayList<>();
                for (Object one : many) {
                    items.add(data(one));
                }
                return items;
            }
            return cut(argument instanceof JavaFileObject file ? file.getName() : argument.toString());
        }

        private Map<String, Object> typeData(TypeMirror type) {
            Map<String, Object> item = new LinkedHashMap<>();
            item.put("type", type.getKind() == TypeKind.NULL ? "null" : cut(type.toString()));
            item.put("erased", cut(erased(type)));
            return item;
        }

        private Map<String, Object> elementData(Element element) {
            Map<String, Object> item = new LinkedHashMap<>();
            item.put("element", element.getKind().name());
            item.put("name", cut(name(element)));
            Element owner = element.getEnclosingElement();
            if (owner instanceof TypeElement type && !(element instanceof TypeElement)) {
                item.put("owner", cut(name(type)));
            }
            if (element instanceof ExecutableElement method) {
                List<Object> parameters = new ArrayList<>();
                for (VariableElement parameter : method.getParameters()) {
                    parameters.add(cut(parameter.asType().toString()));
                }
                item.put("parameters", parameters);
                item.put("result", cut(method.getReturnType().toString()));
                Set<Modifier> modifiers = method.getModifiers();
                item.put("open", modifiers.contains(Modifier.PUBLIC) || modifiers.contains(Modifier.PROTECTED));
            }
            return item;
        }

        private String erased(TypeMirror type) {
            TypeKind kind = type.getKind();
            boolean erasable = kind.isPrimitive() || kind == TypeKind.DECLARED || kind == TypeKind.ARRAY
                    || kind == TypeKind.TYPEVAR || kind == TypeKind.WILDCARD || kind == TypeKind.INTERSECTION;
            return erasable && task != null ? task.getTypes().erasure(type).toString() : type.toString();
        }

        /** Every type, method, field and constructor outside the reported files that these resolve to, once a file. */
        List<Object> uses(List<Object> unchecked) {
            List<Object> found = new ArrayList<>();
            try {
                Set<TypeElement> own = reportedTypes();
                for (SourceText source : sources) {
                    if (source.report && units.get(source) != null) {
                        new Uses(source, own, found).scan(units.get(source), null);
                    }
                }
            } catch (StackOverflowError deep) {
                unchecked.add("what the names resolve to: the source is nested too deep");
            } catch (RuntimeException | AssertionError fault) {
                unchecked.add("what the names resolve to: javac itself failed: " + cut(fault.toString()));
            }
            return found;
        }

        private final class Uses extends TreePathScanner<Void, Void> {
            private final SourceText source;
            private final Set<TypeElement> own;
            private final List<Object> found;
            private final Set<String> seen = new HashSet<>();
            private final Trees trees = Trees.instance(task);
            private final Elements elements = task.getElements();
            private final Types types = task.getTypes();

            Uses(SourceText source, Set<TypeElement> own, List<Object> found) {
                this.source = source;
                this.own = own;
                this.found = found;
            }

            @Override
            public Void visitIdentifier(IdentifierTree tree, Void nothing) {
                use(start(tree));
                return super.visitIdentifier(tree, nothing);
            }

            @Override
            public Void visitMemberSelect(MemberSelectTree tree, Void nothing) {
                use(end(tree) - tree.getIdentifier().length());
                return super.visitMemberSelect(tree, nothing);
            }

            @Override
            public Void visitMemberReference(MemberReferenceTree tree, Void nothing) {
                use(end(tree) - tree.getName().length());
                return super.visitMemberReference(tree, nothing);
            }

            @Override
            public Void visitNewClass(NewClassTree tree, Void nothing) {
                use(start(tree.getIdentifier()));
                return super.visitNewClass(tree, nothing);
            }

            @Override
            public Void visitMethod(MethodTree tree, Void nothing) {
                Element method = trees.getElement(getCurrentPath());
                boolean written = method == null || elements.getOrigin(method) == Elements.Origin.EXPLICIT;
                return written ? super.visitMethod(tree, nothing) : null;
            }

            private long start(Tree tree) {
                return trees.getSourcePositions().getStartPosition(units.get(source), tree);
            }

            private long end(Tree tree) {
                return trees.getSourcePositions().getEndPosition(units.get(source), tree);
            }

            private void use(long position) {
                Element element = trees.getElement(getCurrentPath());
                String kind = element == null ? null : kindOf(element);
                if (kind == null || !isExternal(element)) {
                    return;
                }
                String symbol = symbol(element);
                if (seen.add(symbol)) {
                    Map<String, Object> item = new LinkedHashMap<>();
                    item.put("file", source.index);
                    item.put("symbol", symbol);
                    item.put("kind", kind);
                    source.putPlace(item, position);
                    found.add(item);
                }
            }

            private String kindOf(Element element) {
                if (element.asType() == null || element.asType().getKind() == TypeKind.ERROR) {
                    return null;
                }
                if (element instanceof TypeElement) {
                    return "type";
                }
                switch (element.getKind()) {
                    case METHOD:
                        return "method";
                    case CONSTRUCTOR:
                        return "constructor";
                    case FIELD:
                    case ENUM_CONSTANT:
                        return element.getSimpleName().contentEquals("class") ? null : "field";
                    default:
                        return null;
                }
            }

            /** False for what the reported files declare, and for array members, whose made-up owner is no type. */
            private boolean isExternal(Element element) {
                Element outer = element;
                while (outer.getEnclosingElement() != null && !(outer.getEnclosingElement() instanceof PackageElement)) {
                    outer = outer.getEnclosingElement();
                }
                return outer instanceof TypeElement type && !own.contains(type);
            }

            private String symbol(Element element) {
                if (element instanceof TypeElement type) {
                    return name(type);
                }
                String member = name(element.getEnclosingElement()) + "#" + element.getSimpleName();
                if (!(element instanceof ExecutableElement method)) {
                    return member;
                }
                List<String> parameters = new ArrayList<>();
                for (VariableElement parameter : method.getParameters()) {
                    parameters.add(types.erasure(parameter.asType()).toString());
                }
                return member + "(" + String.join(", ", parameters) + ")";
            }
        }
    }

    /** Qualified for types and packages, simple for the rest. */
    private static String name(Element element) {
        if (element instanceof TypeElement type) {
            return type.getQualifiedName().toString();
        }
        return element instanceof PackageElement pack
                ? pack.getQualifiedName().toString()
                : element.getSimpleName().toString();
    }

    private static String cut(String text) {
        return text.length() <= TEXT_LIMIT ? text : text.substring(0, TEXT_LIMIT) + " ...";
    }

    /** A source in memory. Its place in the request, not its path, is its identity: two may share a path. */
    private static final class SourceText extends SimpleJavaFileObject {
        static final String SCHEME = "memory";

        final int index;
        final boolean report;
        private final String path;
        private final String text;

        SourceText(int index, String path, String text, boolean report) {
            super(URI.create(SCHEME + ":///" + index + "/Source.java"), Kind.SOURCE);
            this.index = index;
            this.path = path;
            this.text = text;
            this.report = report;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }

        @Override
        public String getName() {
            return path;
        }

        @Override
        public boolean isNameCompatible(String simpleName, Kind kind) {
            String file = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
            return kind == Kind.SOURCE && file.equals(simpleName + kind.extension);
        }

        /** Line and column as an editor counts them, both from 1; javac's own column expands tabs. */
        void putPlace(Map<String, Object> item, long position) {
            if (position < 0) {
                return;
            }
            int end = (int) Math.min(position, text.length());
            int line = 1;
            int lineStart = 0;
            for (int i = 0; i < end; i++) {
                char c = text.charAt(i);
                if (c == '\n' || c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n')) {
                    line++;
                    lineStart = i + 1;
                }
            }
            item.put("line", line);
            item.put("column", text.codePointCount(lineStart, end) + 1);
        }
    }

    /** As much JSON as the two ends of a pipe need, so that the service stands on the JDK alone. */
    private static final class Json {
        private final String text;
        private int at;

        private Json(String text) {
            this.text = text;
        }

        static Object parse(String text) {
            Json json = new Json(text);
            Object value = json.value();
            json.space();
            if (json.at != text.length()) {
                throw json.fault("nothing more");
            }
            return value;
        }

        @SuppressWarnings("unchecked")
        static Map<String, Object> object(Object value) {
            return (Map<String, Object>) value;
        }

        static List<?> list(Object value) {
            return value == null ? List.of() : (List<?>) value;
        }

        private IllegalArgumentException fault(String expected) {
            return new IllegalArgumentException("JSON: expected " + expected + " at " + at);
        }

        private void space() {
            while (at < text.length() && text.charAt(at) <= ' ') {
                at++;
            }
        }

        private char next() {
            space();
            if (at >= text.length()) {
                throw fault("a value");
            }
            return text.charAt(at);
        }

        private boolean accept(char wanted) {
            boolean here = next() == wanted;
            at += here ? 1 : 0;
            return here;
        }

        private void require(char wanted) {
            if (!accept(wanted)) {
                throw fault("'" + wanted + "'");
            }
        }

        private Object value() {
            switch (next()) {
                case '{':
                    return members();
                case '[':
                    return items();
                case '"':
                    return string();
                default:
                    return word();
            }
        }

        private Map<String, Object> members() {
            Map<String, Object> members = new LinkedHashMap<>();
            require('{');
            if (accept('}')) {
                return members;
            }
            do {
                next();
                String name = string();
                require(':');
                members.put(name, value());
            } while (accept(','));
            require('}');
            return members;
        }

        private List<Object> items() {
            List<Object> items = new ArrayList<>();
            require('[');
            if (accept(']')) {
                return items;
            }
            do {
                items.add(value());
            } while (accept(','));
            require(']');
            return items;
        }

        private String string() {
            require('"');
            StringBuilder out = new StringBuilder();
            while (true) {
                if (at >= text.length()) {
                    throw fault("the end of a string");
                }
                char c = text.charAt(at++);
                if (c == '"') {
                    return out.toString();
                }
                out.append(c == '\\' ? escape() : c);
            }
        }

        private char escape() {
            if (at >= text.length()) {
                throw fault("an escape");
            }
            char c = text.charAt(at++);
            int known = "\"\\/bfnrt".indexOf(c);
            if (known >= 0) {
                return "\"\\/\b\f\n\r\t".charAt(known);
            }
            if (c != 'u' || at + 4 > text.length()) {
                throw fault("an escape");
            }
            at += 4;
            return (char) Integer.parseInt(text.substring(at - 4, at), 16);
        }

        private Object word() {
            int start = at;
            while (at < text.length() && ",]} \t".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            String word = text.substring(start, at);
            switch (word) {
                case "true":
                    return Boolean.TRUE;
                case "false":
                    return Boolean.FALSE;
                case "null":
                    return null;
                default:
                    return Long.valueOf(word); // NumberFormatException is an IllegalArgumentException
            }
        }

        static String write(Object value) {
            StringBuilder out = new StringBuilder();
            write(value, out);
            return out.toString();
        }

        private static void write(Object value, StringBuilder out) {
            if (value instanceof Map<?, ?> map) {
                String separator = "{";
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    out.append(separator);
                    writeString(entry.getKey().toString(), out);
                    out.append(':');
                    write(entry.getValue(), out);
                    separator = ",";
                }
                out.append(map.isEmpty() ? "{}" : "}");
            } else if (value instanceof Collection<?> items) {
                String separator = "[";
                for (Object item : items) {
                    out.append(separator);
                    write(item, out);
                    separator = ",";
                }
                out.append(items.isEmpty() ? "[]" : "]");
            } else if (value instanceof String string) {
                writeString(string, out);
            } else {
                out.append(value);
            }
        }

        private static void writeString(String string, StringBuilder out) {
            out.append('"');
            for (int i = 0; i < string.length(); i++) {
                char c = string.charAt(i);
                if (c == '"' || c == '\\') {
                    out.append('\\').append(c);
                } else if (c < ' ' || c > '~') {
                    out.append(String.format("\\u%04x", (int) c));
                } else {
                    out.append(c);
                }
            }
            out.append('"');
        }
    }
}
