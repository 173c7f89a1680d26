package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"inclusioncards/cmd/reportcard/demo"
)

// jobCommand is the command line of the example of an Indexed Job, and the
// number of its pods.
func jobCommand(t *testing.T) (string, int) {
	t.Helper()
	raw, err := os.ReadFile("../../testdata/shard/job.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var job struct {
		Spec struct {
			Completions, Parallelism int
			CompletionMode           string `yaml:"completionMode"`
			Template                 struct {
				Spec struct {
					Containers []struct{ Command []string }
				}
			}
		}
	}
	if err := yaml.Unmarshal(raw, &job); err != nil {
		t.Fatal(err)
	}
	s := job.Spec
	if s.CompletionMode != "Indexed" || s.Completions != s.Parallelism || len(s.Template.Spec.Containers) != 1 {
		t.Fatalf("job: %+v", s)
	}
	command := s.Template.Spec.Containers[0].Command
	if len(command) != 3 || command[0] != "sh" {
		t.Fatalf("command: %q", command)
	}
	return command[2], s.Completions
}

// Four processes side by side, as the example starts them, and the merge make
// the bytes of one build.
func TestShardsMakeTheSameOutput(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the example is for a shell")
	}
	command, pods := jobCommand(t)
	for _, more := range []string{"", " --zip", " --audience inspector,la --urn 990001,990027"} {
		t.Run("build"+more, func(t *testing.T) {
			root := t.TempDir()
			data, out := filepath.Join(root, "data"), filepath.Join(root, "out")
			if err := os.CopyFS(data, demo.Files); err != nil {
				t.Fatal(err)
			}
			line := strings.NewReplacer("/data", data, "/out", out, " --resume", " --resume"+more).Replace(command)
			var pod sync.WaitGroup
			for i := range pods {
				pod.Go(func() {
					cmd := exec.Command("sh", "-c", line)
					cmd.Env = append(os.Environ(), fmt.Sprint("JOB_COMPLETION_INDEX=", i))
					if said, err := cmd.CombinedOutput(); err != nil {
						t.Errorf("pod %d: %v\n%s", i, err, said)
					}
				})
			}
			pod.Wait()
			if t.Failed() {
				return
			}
			args := []string{"merge", "--out", filepath.Join(root, "merged")}
			for i := range pods {
				args = append(args, filepath.Join(out, fmt.Sprint(pods-1-i)))
			}
			program(t, args...)
			program(t, append([]string{"build", data, "--out", filepath.Join(root, "whole")}, strings.Fields(more)...)...)
			if diff := cmp.Diff(tree(t, filepath.Join(root, "whole")), tree(t, filepath.Join(root, "merged"))); diff != "" {
				t.Errorf("not the bytes of a build without shards:\n%s", diff)
			}
		})
	}
}
